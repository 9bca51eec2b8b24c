import type {Part} from '../contract/index.js'
import type {Note} from './dropped.js'
import {type Json, object, text} from './json.js'
import {bufferOf, latin} from './latin.js'
import {readAddress, readInline} from './read-address.js'
import {readBase64} from './read-base64.js'

/** Bytes. What OpenAI takes for one image. */
const LARGEST = 20 * 1024 * 1024

interface Kind {
  readonly mediaType: string
  readonly begins: (bytes: Uint8Array) => boolean
  /**
   * A file that breaks off is refused like one that is none, in this and every later turn. What comes after its end does
   * not matter: phones keep a film there.
   */
  readonly isWhole: (bytes: Uint8Array) => boolean
}

const KINDS: readonly Kind[] = [
  {
    mediaType: 'image/png',
    begins: (bytes) => latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n',
    isWhole: (bytes) => bufferOf(bytes).lastIndexOf('IEND') !== -1,
  },
  {
    mediaType: 'image/jpeg',
    begins: (bytes) => latin(bytes, 0, 3) === '\xff\xd8\xff',
    isWhole: (bytes) => bufferOf(bytes).lastIndexOf(Buffer.of(0xff, 0xd9)) >= scanOf(bytes),
  },
  {
    mediaType: 'image/gif',
    begins: (bytes) => latin(bytes, 0, 4) === 'GIF8',
    isWhole: (bytes) => tail(bytes).replace(/\0+$/, '').endsWith(';'),
  },
  {
    mediaType: 'image/webp',
    begins: (bytes) => latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP',
    isWhole: (bytes) => bytes.length >= 8 + Buffer.from(bytes.subarray(4, 8)).readUInt32LE(),
  },
]

/** The kind is read from the bytes: clients are wrong about it, and the upstream looks. */
export function readImage(block: Json, note: Note): readonly Part[] {
  const source = object(block.source)
  const inline = readInline(source)
  const url = source.type === 'url' && inline === undefined ? readAddress(source.url) : undefined
  if (url !== undefined) return [{type: 'image', source: {type: 'url', url}}]
  if (inline === undefined) {
    note(`source ${text(source.type) ?? 'unknown'}`)
    return missing('it is not part of the request')
  }
  const read = readBase64(inline)
  const kind = read === undefined ? undefined : KINDS.find(({begins}) => begins(read.bytes))
  if (read === undefined || kind === undefined) return refused('unreadable', 'it is no PNG, JPEG, GIF or WebP', note)
  if (!kind.isWhole(read.bytes)) return refused('truncated', 'it breaks off', note)
  if (read.bytes.length > LARGEST) return refused('too large', 'it is larger than 20 MB', note)
  return [{type: 'image', source: {type: 'base64', mediaType: kind.mediaType, data: read.data}}]
}

function refused(name: string, why: string, note: Note): readonly Part[] {
  note(`image ${name}`)
  return missing(why)
}

function missing(why: string): readonly Part[] {
  return [{type: 'text', text: `[An image was left out here: ${why}.]`}]
}

const START_OF_SCAN = 0xda

/** Where the picture of a JPEG begins: what stands before it may hold a smaller one, with an end of its own. */
function scanOf(bytes: Uint8Array): number {
  const all = bufferOf(bytes)
  let at = 2
  while (at + 4 <= all.length && all[at] === 0xff && all[at + 1] !== START_OF_SCAN)
    at += all[at + 1] === 0xff ? 1 : 2 + all.readUInt16BE(at + 2)
  return at
}

const TAIL = 4096

function tail(bytes: Uint8Array): string {
  return latin(bytes, Math.max(0, bytes.length - TAIL), bytes.length)
}
