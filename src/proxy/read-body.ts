import type {IncomingMessage} from 'node:http'
import {turnError} from '../errors/turn-error.js'

/** Bytes; what the Messages API takes, and the largest of those that clients here speak. */
export const LARGEST_BODY = 32 * 1024 * 1024

/** The request's body as bytes, unpacked. Rejects with a `TurnError` for one that is too large or cannot be unpacked. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers['content-length'] ?? 0)
  if (length > LARGEST_BODY) throw tooLarge(request)
  // A small one is all there by the time that anybody asks for it: no event need be waited for.
  const hasArrived = length > 0 && request.readableLength === length
  const bytes = hasArrived ? (request.read() as Buffer) : await collect(request)
  const {'content-encoding': encoding} = request.headers
  return encoding === undefined ? bytes : unpackAll(bytes, encoding)
}

/** By its events: an iterator over a request costs more than all that is done with a small one. */
function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LARGEST_BODY) chunks.push(chunk)
      else reject(tooLarge(request))
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    const look = (): void => {
      if (!request.complete) reject(unreadable('the client went away while it sent it'))
    }
    request.once('close', look)
    if (request.destroyed) look()
  })
}

/** Who packs a body several times means to be a burden. */
const MOST_CODINGS = 4

/** The codings stand in the order in which the body was packed (RFC 9110, 8.4). */
async function unpackAll(bytes: Buffer, header: string): Promise<Buffer> {
  const codings = header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  if (codings.length > MOST_CODINGS) throw unreadable(`it is packed more than ${MOST_CODINGS} times`)
  let unpacked = bytes
  for (const coding of codings.reverse()) unpacked = await unpack(unpacked, coding)
  return unpacked
}

/** Codex packs its bodies with zstd, which Node has only from 22.15 on. */
async function unpack(bytes: Buffer, encoding: string): Promise<Buffer> {
  const {unpackers} = await import('./unpack.js')
  const unpacker = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined
  if (unpacker === undefined) throw unreadable(`its encoding "${encoding}" is not known here`)
  try {
    return await unpacker(bytes, LARGEST_BODY)
  } catch {
    throw unreadable(`it is not valid ${encoding}, or too large`)
  }
}

/** What is still on its way is read and thrown away: a client that cannot finish sending never reads the answer. */
function tooLarge(request: IncomingMessage) {
  request.resume()
  const message = `The request is larger than ${LARGEST_BODY / 1024 / 1024} MiB.`
  return turnError({blame: 'request', kind: 'request-too-large', message})
}

function unreadable(why: string) {
  return turnError({blame: 'request', kind: 'invalid-request', message: `The body cannot be read: ${why}.`})
}
