import {type ParseError, parse, printParseErrorCode} from 'jsonc-parser'
import {malformed} from './refuse-edit.js'

export const READING = {allowTrailingComma: true, disallowComments: false} as const

/** White space alone counts as an empty document: programs leave such files behind. */
export function parseJsonText(text: string, file: string): unknown {
  if (text.trim() === '') return {}
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, READING)
  const [first] = errors
  if (first === undefined) return value
  const before = text.slice(0, first.offset)
  const column = before.length - before.lastIndexOf('\n')
  throw malformed(file, 'JSON', before.split('\n').length, column, words(printParseErrorCode(first.error)))
}

/** `CommaExpected` → `comma expected`. */
function words(code: string): string {
  return code.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}
