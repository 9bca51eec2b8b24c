import {type Stats, statSync} from 'node:fs'
import {homedir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Environment} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'

export interface Place {
  readonly cwd: string
  readonly env: Environment
}

/**
 * What npm is told for a plugin's source: a tarball or folder as `file:` with an absolute path, since npm runs elsewhere;
 * an address or a name as it is.
 */
export function readSource(written: string, place: Place): string {
  const file = fileOf(written, place)
  if (file === undefined) return written
  if (!isAddress(file)) throw noPlugin(`${file} cannot be installed from: npm reads the "%" in its path as an escape.`)
  return `file:${file}`
}

/** A folder that a link is made to. */
export function readLinked(written: string, place: Place): string {
  return fileOf(/^file:/.test(written) ? written : `file:${written}`, place) ?? written
}

function fileOf(written: string, {cwd, env}: Place): string | undefined {
  const path = pathOf(written)
  if (path === undefined) return undefined
  const file = resolve(cwd, path.replace(/^~(?=$|[/\\])/, env.HOME || homedir()))
  checkSource(file)
  return file
}

/** A path is what begins like one, or ends like a tarball; a bare word is a name in the registry. */
function pathOf(written: string): string | undefined {
  if (written.startsWith('file:')) return written.replace(/^file:(\/\/(?=\/))?/, '')
  const isPath = /^(\.{1,2}|~)?[/\\]|^\.{1,2}$|^[A-Za-z]:[/\\]/.test(written)
  const isTarball = /\.(tgz|tar\.gz|tar)$/.test(written) && !/^[a-z+]+:/.test(written)
  return isPath || isTarball ? written : undefined
}

function checkSource(file: string): void {
  const found = statSync(file, {throwIfNoEntry: false})
  if (found === undefined) throw noPlugin(`There is no ${file}.`)
  if (found.isDirectory() && !isFile(statSync(join(file, 'package.json'), {throwIfNoEntry: false})))
    throw noPlugin(`${file} is no plugin: it has no package.json.`)
}

function isAddress(file: string): boolean {
  try {
    decodeURI(file)
    return true
  } catch {
    return false
  }
}

function isFile(found: Stats | undefined): boolean {
  return found?.isFile() === true
}

function noPlugin(message: string): CcsError {
  return new CcsError(message, {
    code: 'no_plugin',
    exit: EXIT.usage,
    hint: 'A plugin is a tarball, a folder with a package.json, a git address or a name in the npm registry.',
    command: 'ccs plugins install --help',
  })
}
