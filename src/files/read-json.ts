import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import type {ParseError} from 'jsonc-parser'
import {decodeText} from './decode-text.js'
import {invalidFile} from './parse-jsonc.js'
import {type PlaceInText, placeOf} from './place-of.js'
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
    const {line, column} = firstFault(bare)
    throw invalidFile(`${file} is not valid JSON (line ${line}, column ${column}).`)
  }
}

/** V8 does not always name it: a parser that does is loaded for this alone. */
function firstFault(text: string): PlaceInText {
  const {parse} = createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser')
  const faults: ParseError[] = []
  parse(text, faults, {disallowComments: true})
  return placeOf(text, faults[0]?.offset)
}
