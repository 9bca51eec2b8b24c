import {createRequire} from 'node:module'
import type {Files} from '../contract/index.js'
import {malformedToml} from '../files/malformed-toml.js'
import {parseJson, readText} from '../files/read-json.js'

/** What plugins may read. The TOML parser is loaded by the first file that needs it. */
export const readingFiles: Files = {read: readText, parseJson, parseToml}

function parseToml(text: string, file: string): Readonly<Record<string, unknown>> {
  const {parse, TomlError} = createRequire(import.meta.url)('smol-toml') as typeof import('smol-toml')
  try {
    return parse(text)
  } catch (error) {
    throw error instanceof TomlError ? malformedToml(error, file) : error
  }
}
