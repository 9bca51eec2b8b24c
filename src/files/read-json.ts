import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import type {ParseError} from 'jsonc-parser'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {decodeText} from './decode-text.js'
import {unreadable} from './unreadable.js'

/** The parsed file; `undefined` when there is none. A file that does not parse is named with line and column and left alone. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readText(file)
  return text === undefined ? undefined : parseJson(text, file)
}

/** The text of a file that may be written back: `undefined` when there is none, named when it is not valid UTF-8. */
export async function readText(file: string): Promise<string | undefined> {
  const bytes = await readBytes(file)
  return bytes === undefined ? undefined : decodeText(bytes, file)
}

/** The text of a log or a cache of ours: what a crash left in it is no reason to stop. */
export async function readLeniently(file: string): Promise<string | undefined> {
  return (await readBytes(file))?.toString('utf8')
}

export async function readBytes(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw unreadable(file, error)
  })
}

/** A byte order mark, which editors put there, is passed over. */
export function parseJson(text: string, file: string): unknown {
  const bare = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(bare)
  } catch {
    const {line, column} = placeOf(bare)
    throw new CcsError(`${file} is not valid JSON (line ${line}, column ${column}).`, {
      code: 'invalid_file',
      exit: EXIT.usage,
      hint: 'The file was left as it is. Mend it, or move it away.',
    })
  }
}

/** V8 does not always name it: a parser that does is loaded for this alone. */
function placeOf(text: string): {readonly line: number; readonly column: number} {
  const {parse} = createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser')
  const faults: ParseError[] = []
  parse(text, faults, {disallowComments: true})
  const before = text.slice(0, faults[0]?.offset)
  return {line: before.split('\n').length, column: before.length - before.lastIndexOf('\n')}
}
