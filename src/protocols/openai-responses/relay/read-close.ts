import type {RelayOutcome} from '../../../contract/index.js'
import {cutStream} from '../../cut-stream.js'
import {type Json, object, text} from '../../json.js'
import {readStreamError} from '../read-error.js'
import {readUsage} from '../read-usage.js'

/** The name of an event; an error may come without one. */
export function typeOf(event: Json): string {
  return text(event.type) ?? (typeof event.error === 'object' && event.error !== null ? 'error' : '')
}

/** How the answer closed, by the event that says so; `undefined` for any other event. */
export function readClose(event: Json, now?: () => number): RelayOutcome | undefined {
  const type = typeOf(event)
  return Object.hasOwn(CLOSES, type) ? CLOSES[type]?.(event, now) : undefined
}

type Close = (event: Json, now?: () => number) => RelayOutcome

const CLOSES: Readonly<Record<string, Close>> = {
  'response.completed': end,
  'response.done': end,
  'response.incomplete': end,
  'response.failed': fail,
  'response.cancelled': () => ({ended: false, fault: cutStream('the upstream cancelled it')}),
  error: fail,
}

function end(event: Json, now?: () => number): RelayOutcome {
  const response = object(event.response)
  return response.status === 'failed' ? fail(event, now) : {ended: true, usage: readUsage(response, 0)}
}

function fail(event: Json, now?: () => number): RelayOutcome {
  return {ended: false, fault: readStreamError(event, now?.())}
}
