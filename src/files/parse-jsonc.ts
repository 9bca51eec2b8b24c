import type {ParseError} from 'jsonc-parser'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {placeOf} from './place-of.js'

/** JSON, with comments and trailing commas overlooked; anything else is named with its place. */
export async function parseJsonc(text: string, file: string): Promise<unknown> {
  const bare = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(bare)
  } catch {
    const {parse, printParseErrorCode} = await import('jsonc-parser')
    const faults: ParseError[] = []
    const value: unknown = parse(bare, faults, {allowTrailingComma: true})
    const [fault] = faults
    if (fault === undefined) return value
    const {line, column} = placeOf(bare, fault.offset)
    throw invalidFile(
      `${file} is not valid JSON (line ${line}, column ${column}): ${printParseErrorCode(fault.error)}.`,
    )
  }
}

/** A file that cannot be read as what it should be; `message` names it. */
export function invalidFile(message: string): CcsError {
  return new CcsError(message, {
    code: 'invalid_file',
    exit: EXIT.usage,
    hint: 'The file was left as it is. Mend it, or move it away.',
  })
}
