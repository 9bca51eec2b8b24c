import type {TurnError} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'

/**
 * The fault of a request that is nested so deeply that it can be parsed but not walked or written: V8 says so with a
 * `RangeError`, and nobody need look at the depth of all the others. `undefined` for any other error.
 */
export function tooDeep(error: unknown): TurnError | undefined {
  if (!(error instanceof RangeError && /call stack/.test(error.message))) return undefined
  const message = 'The request cannot be read: lists and objects in it are nested too deeply.'
  return turnError({blame: 'request', kind: 'invalid-request', message, status: 400})
}
