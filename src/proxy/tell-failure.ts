import {isTurnError, turnError} from '../errors/turn-error.js'
import type {ClientProtocol} from '../protocols/client-protocol.js'
import {sendJson} from './exchange.js'
import type {Lane} from './lane.js'
import {tooDeep} from './too-deep.js'

/** Before the first byte by status; a client that is gone hears nothing. */
export function tellFailure(
  error: unknown,
  protocol: Pick<ClientProtocol, 'writeError'>,
  {exchange, context, trace}: Pick<Lane, 'exchange' | 'context' | 'trace'>,
): void {
  const {clock, log} = context.host
  const known = isTurnError(error) ? error : tooDeep(error)
  const fault = known ?? unexpected(error)
  if (known === undefined) log.warn('A request failed in ccs itself.', {error: String((error as Error).stack ?? error)})
  trace.failed(fault)
  const {response} = exchange
  if (response.headersSent || response.destroyed) {
    response.end()
    return
  }
  const {status, headers, body} = protocol.writeError(fault, clock.now())
  sendJson(exchange, status, body, {...headers, 'request-id': trace.id})
}

function unexpected(error: unknown) {
  const message = `ccs failed on this request: ${error instanceof Error ? error.message : String(error)}`
  return turnError({blame: 'upstream', kind: 'server-error', message})
}
