import {readFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import type {CcsError} from '../errors/ccs-error.js'
import {invalidFile} from '../files/parse-jsonc.js'
import {placeOf} from '../files/place-of.js'
import {readText} from '../files/read-json.js'
import {stampOfFile} from '../files/stamp.js'
import {unreadable} from '../files/unreadable.js'

/** What a YAML file says, with the stamp of the text it came from. */
interface Parsed {
  readonly stamp: string
  readonly value: unknown
}

const memory = new Map<string, Parsed>()

/**
 * The file as plain data; `undefined` when there is none. The last result is kept as JSON in `cache`, stamped with the
 * file's time, size and inode, so that no YAML parser is loaded while nothing changed.
 */
export async function readYaml(file: string, cache: string): Promise<unknown> {
  const stamp = stampFor(file)
  if (stamp === undefined) return undefined
  const known = memory.get(file) ?? readCache(cacheFile(file, cache))
  const parsed = known?.stamp === stamp ? known : await parseFile(file, stamp, cache)
  memory.set(file, parsed)
  return parsed.value
}

/** What the file said when it could last be read, by whichever process. */
export function lastYaml(file: string, cache: string): unknown {
  return readCache(cacheFile(file, cache))?.value
}

/** Keeps what was just written, so that the next reader need not parse it. */
export async function rememberYaml(file: string, cache: string, value: unknown): Promise<void> {
  const stamp = stampFor(file)
  if (stamp === undefined) return
  memory.set(file, {stamp, value})
  await writeCache(cacheFile(file, cache), {stamp, value})
}

export async function parseYaml(text: string, file: string): Promise<unknown> {
  const {parseDocument} = await import('yaml')
  const document = parseDocument(text, {prettyErrors: false})
  const [fault] = document.errors
  if (fault !== undefined) throw malformed(file, text, fault.pos[0], fault.message)
  try {
    return document.toJS()
  } catch (error) {
    throw malformed(file, text, 0, error instanceof Error ? error.message : String(error))
  }
}

export function malformed(file: string, text: string, offset: number, reason: string): CcsError {
  const {line, column} = placeOf(text, offset)
  return invalidFile(`${file} is not valid YAML (line ${line}, column ${column}): ${reason}`)
}

async function parseFile(file: string, stamp: string, cache: string): Promise<Parsed> {
  const parsed = {stamp, value: await parseYaml((await readText(file)) ?? '', file)}
  if (stampFor(file) === stamp) await writeCache(cacheFile(file, cache), parsed)
  return parsed
}

/** Two files of one name live in two folders: `config.json` and `cliproxy-config.json`. */
function cacheFile(file: string, cache: string): string {
  const folder = dirname(file) === dirname(cache) ? '' : `${basename(dirname(file))}-`
  return join(cache, `${folder}${basename(file).replace(/\.ya?ml$/, '')}.json`)
}

/** The proxy asks with every request. `undefined` for a missing file. */
function stampFor(file: string): string | undefined {
  try {
    return stampOfFile(file) || undefined
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException)
  }
}

/** Synchronous as well: a start asks its proxy as soon as it knows where that is. */
function readCache(file: string): Parsed | undefined {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Parsed> | null
    return typeof found?.stamp === 'string' ? {stamp: found.stamp, value: found.value} : undefined
  } catch {
    return undefined
  }
}

/** A cache that cannot be written costs time, nothing else. */
async function writeCache(file: string, parsed: Parsed): Promise<void> {
  const {writeAtomic} = await import('../files/write-atomic.js')
  await writeAtomic(file, JSON.stringify(parsed)).catch(() => undefined)
}
