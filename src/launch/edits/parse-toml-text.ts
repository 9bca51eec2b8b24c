import {parse, TomlError} from 'smol-toml'
import {malformed} from './refuse-edit.js'

export function parseTomlText(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw malformed(file, 'TOML', error.line, error.column, firstLine(error.message))
  }
}

/** The parser draws the place below its sentence. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '')
}
