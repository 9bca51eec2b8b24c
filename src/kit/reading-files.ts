import {createRequire} from 'node:module'
import type {Files} from '../contract/index.js'
import {invalidFile} from '../files/parse-jsonc.js'
import {parseJson, readText} from '../files/read-json.js'

/** What plugins may read. The TOML parser is loaded by the first file that needs it. */
export const readingFiles: Files = {read: readText, parseJson, parseToml}

function parseToml(text: string, file: string): Readonly<Record<string, unknown>> {
  const {parse} = createRequire(import.meta.url)('smol-toml') as typeof import('smol-toml')
  try {
    return parse(text)
  } catch (error) {
    const {line, column, message} = error as {
      readonly line?: number
      readonly column?: number
      readonly message: string
    }
    throw invalidFile(`${file} is not valid TOML (line ${line ?? 1}, column ${column ?? 1}): ${message.split('\n')[0]}`)
  }
}
