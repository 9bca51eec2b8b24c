import type {ServerResponse} from 'node:http'
import {turnError} from '../errors/turn-error.js'

/** Fires when the client closes the connection before its answer has ended. */
export function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished)
      controller.abort(turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'}))
  })
  return controller.signal
}
