import {readSteadyConfig} from '../config/proxy-config.js'
import type {OpenTurn, Turn, TurnEvent, TurnFault} from '../contract/index.js'
import {faultOf, isTurnError, turnError} from '../errors/turn-error.js'
import {contextWindowOf} from '../models/overlay.js'
import type {ClientProtocol, ReadRequest} from '../protocols/client-protocol.js'
import {nameAccount, type Sending} from './attempt.js'
import {countOverflow} from './count-overflow.js'
import {type Exchange, headersOf} from './exchange.js'
import {keepUnreadable, withoutUnreadable} from './foreign-items.js'
import {type Lane, noteLate, openThrough} from './lane.js'
import type {ProxyContext} from './proxy-context.js'
import {readJsonBody} from './read-json-body.js'
import {sendAccepted} from './refused-tools.js'
import {repairTurn, TURN_TOOLS} from './repair-turn.js'
import {RequestTrace} from './request-trace.js'
import {respondStream, respondWhole} from './respond.js'
import {type Route, route} from './route.js'
import {seatOf} from './seat.js'
import {tellFailure} from './tell-failure.js'
import {whenGone} from './when-gone.js'

/** A request of a dialect that is translated: read, routed, answered in the same dialect. */
export async function answerTurn(exchange: Exchange, protocol: ClientProtocol, context: ProxyContext): Promise<void> {
  const {response, launch} = exchange
  const {clock} = context.host
  const trace = new RequestTrace(protocol.id, launch, () => clock.now())
  const lane: Lane = {exchange, context, trace, signal: whenGone(response)}
  try {
    const read = protocol.readRequest(await readJsonBody(exchange.request), headersOf(exchange.request))
    trace.asked(read.turn.model.asked, read.dropped)
    await answerRead(read, protocol, lane)
  } catch (error) {
    tellFailure(error, protocol, lane)
  } finally {
    context.record(trace.record(lane.signal.aborted ? 499 : response.statusCode))
  }
}

/** The same for a request that was read already, and perhaps routed. */
export async function answerRead(
  read: ReadRequest,
  protocol: ClientProtocol,
  lane: Lane,
  known?: Route,
): Promise<void> {
  const {exchange, context, trace} = lane
  const {turn, wish: effort, tier} = read
  const routed = known ?? (await route(exchange.launch, {model: turn.model.asked, effort, tier}, context))
  const seat = await seatOf(turn.session, routed.desk)
  const {hidesThinking} = await readSteadyConfig(context.host.paths)
  tellDropped(read, routed.resolution.notes, context)
  const estimate = context.estimates.soon(turn)
  const answer = {
    model: turn.model.asked,
    id: trace.id.replace(/^req_/, ''),
    get estimatedInput() {
      return estimate()
    },
    fingerprint: '',
    stopSequences: turn.stopSequences,
    hidesReasoning: read.hidesReasoning === true || hidesThinking,
    calls: read.calls,
    startedAt: context.host.clock.now(),
  }
  let sending: Sending | undefined
  const counted = (fault: TurnFault) =>
    countOverflow(fault, {window: windowOf(routed), estimate: answer.estimatedInput})
  const open = async () => {
    const opened = await openThrough({route: routed, session: turn.session.id, seat}, lane, (each) =>
      send({turn, seat}, each, routed, lane),
    ).catch((error: unknown) => {
      throw isTurnError(error) ? turnError(counted(faultOf(error))) : error
    })
    sending = opened.sending
    answer.fingerprint = sending.account.fingerprint
    return opened.answer.events
  }
  const watch = (batch: readonly TurnEvent[]) => look(batch, {lane, route: routed, turn, sending, counted})
  const headers = {'request-id': trace.id}
  const {silence} = context
  const to = {response: exchange.response, protocol, answer, headers, silence, watch}
  await (read.stream ? respondStream(open(), to) : respondWhole(open(), to))
}

/** Without what this sending, this session and this account must do without. */
async function send(
  {turn, seat}: {readonly turn: Turn; readonly seat: string},
  sending: Sending,
  routed: Route,
  lane: Lane,
): Promise<OpenTurn> {
  const {desk} = routed
  const readable = withoutUnreadable(turn, seat, desk)
  if (readable !== turn) lane.trace.leftOut('reasoning of another account')
  const wanted = {request: repairTurn(readable, sending), shelf: TURN_TOOLS, session: turn.session.id, route: routed}
  const opened = await sendAccepted(wanted, lane, (accepted) =>
    desk.provider.open(accepted, sending.account, lane.signal),
  )
  keepUnreadable(readable, seat, sending, desk)
  return opened
}

interface Looking {
  readonly lane: Lane
  readonly route: Route
  readonly turn: Turn
  readonly sending: Sending | undefined
  readonly counted: (fault: TurnFault) => TurnFault
}

/** What an answer says besides its words: limits, usage, a failure in its middle, which is told with its account. */
function look(batch: readonly TurnEvent[], looking: Looking): readonly TurnEvent[] {
  const {lane, route: routed, turn, sending} = looking
  for (const event of batch) {
    if (event.type === 'limits' && sending !== undefined) routed.desk.quota.note(sending.account.id, event.limits)
    if (event.type === 'turn-end') {
      lane.trace.closed(event)
      if (event.reason !== 'stop-sequence') lane.context.estimates.learn(turn, event.usage.input)
    }
  }
  const last = batch.at(-1)
  if (last?.type !== 'turn-error') return batch
  return [...batch.slice(0, -1), {type: 'turn-error', fault: failLate(last.fault, looking)}]
}

function failLate(fault: TurnFault, {lane, route: routed, turn, sending, counted}: Looking): TurnFault {
  const told = counted(fault)
  if (sending === undefined) {
    lane.trace.failed(told)
    return told
  }
  const named = faultOf(nameAccount(turnError(told), sending.account))
  void noteLate(named, {sending, route: routed, session: turn.session.id}, lane)
  return named
}

function windowOf({desk, resolution}: Route): number {
  return contextWindowOf(resolution.model.id, desk.catalogue.models())
}

/** Named once a session: what had no place, and what could not be had as it was asked. */
function tellDropped(
  {turn, dropped}: ReadRequest,
  notes: readonly string[],
  {sayOnce}: Pick<ProxyContext, 'sayOnce'>,
): void {
  if (dropped.length > 0) sayOnce(turn.session.id, 'Left out of a request.', {dropped})
  for (const note of notes) sayOnce(turn.session.id, note, {})
}
