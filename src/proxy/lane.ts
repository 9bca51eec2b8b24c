import type {Limits, TurnFault} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {attempt, type Sending} from './attempt.js'
import type {Exchange} from './exchange.js'
import {noteLateFault} from './judge.js'
import {onceSent} from './once-sent.js'
import type {ProxyContext} from './proxy-context.js'
import type {RequestTrace} from './request-trace.js'
import type {Route} from './route.js'

/** One request on its way. */
export interface Lane {
  readonly exchange: Exchange
  readonly context: ProxyContext
  readonly trace: RequestTrace
  /** Fires when the client has gone. */
  readonly signal: AbortSignal
}

export interface Opened {
  readonly sent: Parameters<RequestTrace['opened']>[0]
  readonly limits?: Limits
}

/** The retry loop for one request, told to its trace, with what an answer's head says of the account. */
export async function openThrough<T extends Opened>(
  {route, session, seat}: {readonly route: Route; readonly session: string; readonly seat: string},
  {trace, signal, context}: Lane,
  send: (sending: Sending) => Promise<T>,
): Promise<{readonly answer: T; readonly sending: Sending}> {
  const {desk, resolution, pin} = route
  const {clock, log} = context.host
  trace.resolved(desk.provider.id, resolution)
  return attempt(
    {
      resolution,
      session: seat,
      pin,
      signal,
      watch: ({sending, trips}) => trace.trip(sending, trips),
      send: async (sending) => {
        const opened = await send(sending)
        trace.opened(opened.sent)
        onceSent(() => {
          const {limits, sent} = opened
          if (sent.dropped.length > 0) context.sayOnce(session, 'Left out of a request.', {dropped: sent.dropped})
          if (limits !== undefined) desk.quota.note(sending.account.id, limits)
          desk.touch(sending.account.id)
        }, log)
        return opened
      },
    },
    {desk, clock, log},
  )
}

/** A failure in mid-answer: the client hears it, the account bears it, nobody else is asked. Nobody waits for it: it never rejects. */
export async function noteLate(
  fault: TurnFault,
  {sending, route, session}: {readonly sending: Sending; readonly route: Route; readonly session: string},
  {trace, context}: Lane,
): Promise<void> {
  trace.failed(fault)
  const {desk} = route
  const {clock, log} = context.host
  try {
    const record = (await desk.accounts.list()).find(({id}) => id === sending.account.id)
    if (record !== undefined) await noteLateFault(turnError(fault), {sending, record, session}, {desk, clock, log})
  } catch (error) {
    log.warn('What a failed answer says of its account could not be kept.', {why: (error as Error).message})
  }
}
