import type {ServerResponse} from 'node:http'
import {turnError} from '../errors/turn-error.js'

/** Fires when the client closes the connection before its answer has ended; at once where it has gone already. */
export function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const look = (): void => {
    if (!response.writableFinished)
      controller.abort(turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'}))
  }
  if (response.destroyed) look()
  else response.once('close', look)
  return controller.signal
}
