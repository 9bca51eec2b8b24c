import type {TurnError, TurnFault} from '../contract/index.js'
import {redact} from './redact.js'

const MARK = Symbol.for('ccs.turn-error')

/**
 * An `Error` that carries a fault's fields; recognised by its mark, so that copies of ccs agree. Its message goes to
 * clients, logs and files: what an upstream repeats of a token stays behind.
 */
export function turnError(fault: TurnFault): TurnError {
  const message = redact(fault.message)
  return Object.assign(new Error(message), {...fault, message}, {mark: MARK, name: 'TurnError'})
}

export function isTurnError(error: unknown): error is TurnError {
  return error instanceof Error && (error as Partial<TurnError>).mark === MARK
}

/** The fields alone: what an event carries. */
export function faultOf(error: TurnError): TurnFault {
  const {blame, kind, message, status, retryAt, scope, tokens, tool, plan, code, param} = error
  return {blame, kind, message, status, retryAt, scope, tokens, tool, plan, code, param}
}
