import {isUtf8} from 'node:buffer'
import type {Json} from './json.js'
import {latin} from './latin.js'

/** An object and, where nobody has changed it since, the bytes that it was read from. */
export interface Read {
  readonly value: Json
  readonly source?: Uint8Array
}

/**
 * An object as JSON. A long member that is the very value of what was read goes on as the bytes that it came in: to
 * write a conversation anew costs more than all else that is done with it.
 */
export function writeObject(object: Json, {value: before, source}: Read): Uint8Array {
  const places = source === undefined ? undefined : findMembers(source)
  const pieces: Uint8Array[] = []
  let text = '{'
  for (const [index, [key, value]] of Object.entries(object).entries()) {
    const [from, to] = (value === before[key] && places?.get(key)) || NOWHERE
    text += `${index === 0 ? '' : ','}${JSON.stringify(key)}:`
    if (source === undefined || to - from < LONG) text += JSON.stringify(value)
    else {
      pieces.push(Buffer.from(text), source.subarray(from, to))
      text = ''
    }
  }
  return Buffer.concat([...pieces, Buffer.from(`${text}}`)])
}

/** Bytes from which on looking for a member costs less than writing it. */
const LONG = 256

type Place = readonly [from: number, to: number]
const NOWHERE: Place = [0, 0]

const [QUOTE, BACKSLASH, COLON, COMMA] = ['"', '\\', ':', ','].map((one) => one.charCodeAt(0))
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = ['[', ']', '{', '}'].map((one) => one.charCodeAt(0))

/**
 * Where the value of each member of an object stands in its JSON, which has been read as such before. `undefined` where
 * the bytes need not be what was read.
 */
function findMembers(bytes: Uint8Array): ReadonlyMap<string, Place> | undefined {
  if (!isUtf8(bytes)) return undefined
  const text = latin(bytes)
  const places = new Map<string, Place>()
  let depth = 0
  let key = ''
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      if (depth === 1 && from === 0) key = text.slice(at + 1, end)
      at = end
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1
    else if (depth > 1) {
      if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1
    } else if (code === COLON) from = at + 1
    else if (code === COMMA || code === CLOSE_OBJECT) {
      if (!PLAIN.test(key)) return undefined
      if (from > 0) places.set(key, [from, at])
      from = 0
    }
  }
  return places
}

/** A name that is written otherwise may be any name. */
const PLAIN = /^[ !#-[\]-~]*$/

/** The place of the quotation mark that closes what the one at `from` opens. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = end
    while (text.charCodeAt(escapes - 1) === BACKSLASH) escapes -= 1
    if ((end - escapes) % 2 === 0) return end
  }
  return text.length
}
