import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {decodeText} from '../files/decode-text.js'
import {stampOfFile} from '../files/stamp.js'
import {unreadable} from '../files/unreadable.js'
import {readTokenFile, type TokenFile} from './token-file.js'

export interface FoundTokens extends TokenFile {
  /** Name inside the folder: how the registry points at it. */
  readonly name: string
  readonly path: string
  readonly writtenAt: number
}

export interface TokenFolder {
  /** Files of this provider; unchanged ones are not read again, and then `files` is the same array. */
  read(): {readonly files: readonly FoundTokens[]; readonly faults: readonly Error[]}
}

interface Held {
  readonly path: string
  readonly stamp: string
  readonly found?: FoundTokens
  readonly fault?: Error
}

/** Synchronous on purpose: a handful of `stat` calls cost less than one trip through the thread pool. */
export function openTokenFolder(folder: string, provider: string): TokenFolder {
  let held: readonly Held[] = []
  let listed = ''
  let last: ReturnType<TokenFolder['read']> = {files: [], faults: []}
  return {
    read() {
      const stamp = stampOfFile(folder)
      if (stamp === listed && held.every((one) => stampOfFile(one.path) === one.stamp)) return last
      const names = stamp === '' ? [] : namesIn(folder, provider)
      const next = names.map((name) => readOne(folder, name, held))
      if (next.length !== held.length || next.some((one, index) => one !== held[index])) last = split(next, provider)
      listed = stamp
      held = next
      return last
    },
  }
}

function namesIn(folder: string, provider: string): readonly string[] {
  return listFolder(folder)
    .filter((name) => name.startsWith(`${provider}-`) && name.endsWith('.json'))
    .toSorted()
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw unreadable(folder, error as NodeJS.ErrnoException)
  }
}

function readOne(folder: string, name: string, all: readonly Held[]): Held {
  const path = join(folder, name)
  const stamp = stampOfFile(path)
  const before = all.find((one) => one.path === path)
  if (before?.stamp === stamp) return before
  const writtenAt = statSync(path, {throwIfNoEntry: false})?.mtimeMs
  if (writtenAt === undefined) return {path, stamp}
  try {
    return {path, stamp, found: {...readTokenFile(decodeText(readFileSync(path), path), path), name, path, writtenAt}}
  } catch (error) {
    return {path, stamp, fault: error as Error}
  }
}

function split(all: readonly Held[], provider: string): ReturnType<TokenFolder['read']> {
  const found = all.map((one) => one.found).filter((one) => one !== undefined)
  return {
    files: found.filter((file) => file.type === provider || file.type === ''),
    faults: all.map((one) => one.fault).filter((fault) => fault !== undefined),
  }
}
