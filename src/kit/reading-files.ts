import {createRequire} from 'node:module'
import type {Files} from '../contract/index.js'
import {malformedToml} from '../files/malformed-toml.js'
import {parseJson, readText} from '../files/read-json.js'
import {TOML_OPTIONS} from '../files/toml-options.js'

/** What plugins may read. The TOML parser is loaded by the first file that needs it. */
export const readingFiles: Files = {read: readText, parseJson, parseToml}

function parseToml(text: string, file: string): Readonly<Record<string, unknown>> {
  const {parse, TomlError} = createRequire(import.meta.url)('smol-toml') as typeof import('smol-toml')
  try {
    return parse(text, TOML_OPTIONS)
  } catch (error) {
    throw error instanceof TomlError ? malformedToml(error, file) : error
  }
}
