import type {TomlError} from 'smol-toml'
import type {CcsError} from '../errors/ccs-error.js'
import {invalidFile} from './parse-jsonc.js'

/** A text that the TOML parser refused, with the place and the reason. Loads no parser. */
export function malformedToml({line, column, message}: TomlError, file: string): CcsError {
  return invalidFile(`${file} is not valid TOML (line ${line}, column ${column}: ${reasonIn(message)}).`)
}

/** The parser begins with what is said here already, and draws the place below its sentence. */
function reasonIn(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '')
}
