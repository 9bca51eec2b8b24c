import type {IncomingMessage} from 'node:http'
import {turnError} from '../errors/turn-error.js'
import {readBody} from './read-body.js'

/** Rejects with a `TurnError` of blame `request` for what is no JSON. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const message = `The body is not valid JSON: ${(error as Error).message}`
    throw turnError({blame: 'request', kind: 'invalid-request', message, status: 400})
  }
}
