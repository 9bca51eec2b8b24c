import {type ParseError, parse, printParseErrorCode} from 'jsonc-parser'
import {invalidFile} from '../../files/parse-jsonc.js'
import {placeOf} from '../../files/place-of.js'

export const READING = {allowTrailingComma: true, disallowComments: false} as const

/** White space alone counts as an empty document: programs leave such files behind. */
export function parseJsonText(text: string, file: string): unknown {
  if (text.trim() === '') return {}
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, READING)
  const [first] = errors
  if (first === undefined) return value
  const {line, column} = placeOf(text, first.offset)
  const why = words(printParseErrorCode(first.error))
  throw invalidFile(`${file} is not valid JSON (line ${line}, column ${column}: ${why}).`)
}

/** `CommaExpected` → `comma expected`. */
function words(code: string): string {
  return code.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}
