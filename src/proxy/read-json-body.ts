import type {IncomingMessage} from 'node:http'
import {turnError} from '../errors/turn-error.js'
import {withoutMark} from '../protocols/byte-order-mark.js'
import {readBody} from './read-body.js'

/** Rejects with a `TurnError` of blame `request` for what is no JSON. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  return parseBody(await readBody(request))
}

/** Throws the same. */
export function parseBody(bytes: Buffer): unknown {
  try {
    return JSON.parse(withoutMark(bytes.toString('utf8'))) as unknown
  } catch (error) {
    const message = `The body is not valid JSON: ${(error as Error).message}`
    throw turnError({blame: 'request', kind: 'invalid-request', message, status: 400})
  }
}
