import type {TurnFault} from '../contract/index.js'
import {faultOf, isTurnError} from '../errors/turn-error.js'

/** What ended an answer that had begun, in our words. */
export function streamFault(error: unknown): TurnFault {
  if (isTurnError(error)) return faultOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return {blame: 'upstream', kind: 'server-error', message: `The answer broke off: ${message}`}
}
