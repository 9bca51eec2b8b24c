import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {stampOf, stampOfFile} from '../files/stamp.js'
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
  readonly stamp: string
  readonly found?: FoundTokens
  readonly fault?: Error
}

/** Synchronous on purpose: a handful of `stat` calls cost less than one trip through the thread pool. */
export function openTokenFolder(folder: string, provider: string): TokenFolder {
  let held = new Map<string, Held>()
  let names: {readonly stamp: string; readonly list: readonly string[]} = {stamp: '', list: []}
  let last: ReturnType<TokenFolder['read']> = {files: [], faults: []}
  return {
    read() {
      const stamp = stampOfFile(folder)
      if (stamp !== names.stamp) names = {stamp, list: stamp === '' ? [] : namesIn(folder, provider)}
      const next = new Map(names.list.map((name) => [name, readOne(folder, name, held.get(name))]))
      const same = next.size === held.size && [...next].every(([name, one]) => held.get(name) === one)
      if (!same) last = split([...next.values()], provider)
      held = next
      return last
    },
  }
}

function namesIn(folder: string, provider: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${provider}-`) && name.endsWith('.json'))
    .sort()
}

function readOne(folder: string, name: string, before: Held | undefined): Held {
  const path = join(folder, name)
  const found = statSync(path, {throwIfNoEntry: false})
  const stamp = stampOf(found)
  if (before?.stamp === stamp) return before
  if (found === undefined) return {stamp}
  try {
    return {stamp, found: {...readTokenFile(readFileSync(path, 'utf8'), path), name, path, writtenAt: found.mtimeMs}}
  } catch (error) {
    return {stamp, fault: error as Error}
  }
}

function split(all: readonly Held[], provider: string): ReturnType<TokenFolder['read']> {
  const found = all.map((one) => one.found).filter((one) => one !== undefined)
  return {
    files: found.filter((file) => file.type === provider || file.type === ''),
    faults: all.map((one) => one.fault).filter((fault) => fault !== undefined),
  }
}
