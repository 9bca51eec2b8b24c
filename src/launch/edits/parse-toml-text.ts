import {parse, TomlError} from 'smol-toml'
import {malformedToml} from '../../files/malformed-toml.js'
import {TOML_OPTIONS} from '../../files/toml-options.js'

export function parseTomlText(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text, TOML_OPTIONS)
  } catch (error) {
    throw error instanceof TomlError ? malformedToml(error, file) : error
  }
}
