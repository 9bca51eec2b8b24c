import {isUtf8} from 'node:buffer'
import {invalidFile} from './parse-jsonc.js'
import {type PlaceInText, placeOf} from './place-of.js'

/** What a decoder puts in place of bytes that are no character; a text may hold it as a character of its own. */
const REPLACEMENT = Buffer.from('\uFFFD')

/** A file's bytes as text, byte order mark included. What is no UTF-8 is named with its place: written back, it would be lost. */
export function decodeText(bytes: Buffer, file: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const {line, column} = firstFault(bytes)
  throw invalidFile(`${file} is not valid UTF-8 (line ${line}, column ${column}).`)
}

/** Of the first byte that belongs to no character. */
function firstFault(bytes: Buffer): PlaceInText {
  let at = 0
  let before = ''
  for (const character of bytes.toString('utf8')) {
    const length = Buffer.byteLength(character)
    if (character === '\uFFFD' && !bytes.subarray(at, at + length).equals(REPLACEMENT)) break
    at += length
    before += character
  }
  return placeOf(before)
}
