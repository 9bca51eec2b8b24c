import {readFile} from 'node:fs/promises'
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

export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const {line, column} = placeOf(text, error)
    throw new CcsError(`${file} is not valid JSON (line ${line}, column ${column}).`, {
      code: 'invalid_file',
      exit: EXIT.usage,
      hint: 'The file was left as it is. Mend it, or move it away.',
    })
  }
}

/** V8 names a position in most messages, and says "end" when the text stops early. */
function placeOf(text: string, error: unknown): {line: number; column: number} {
  const position = /at position (\d+)/.exec(String(error))?.[1]
  const before = text.slice(0, position === undefined ? text.length : Number(position))
  return {line: before.split('\n').length, column: before.length - before.lastIndexOf('\n')}
}
