import type {Account, Turn, TurnEvent} from '../contract/index.js'
import {isTurnError, turnError} from '../errors/turn-error.js'
import {resolveModel} from '../models/resolve.js'
import type {ClientProtocol, ReadRequest} from '../protocols/client-protocol.js'
import {attempt, type Sending} from './attempt.js'
import {type Exchange, headersOf, sendJson} from './exchange.js'
import type {Repair} from './fates.js'
import {noteLateFault} from './judge.js'
import type {ProviderDesk} from './provider-desk.js'
import type {ProxyContext} from './proxy-context.js'
import {readJsonBody} from './read-json-body.js'
import {RequestTrace} from './request-trace.js'
import {respondStream, respondWhole} from './respond.js'
import {whenGone} from './when-gone.js'

/** A request of a dialect that is translated: read, routed, answered in the same dialect. */
export async function answerTurn(exchange: Exchange, protocol: ClientProtocol, context: ProxyContext): Promise<void> {
  const {response, launch} = exchange
  const {clock} = context.host
  const trace = new RequestTrace(protocol.id, launch, () => clock.now())
  const signal = whenGone(response)
  try {
    const body = await readJsonBody(exchange.request)
    const read = protocol.readRequest(body, headersOf(exchange.request))
    trace.asked(read.turn.model.asked, read.dropped)
    await respond(read, {exchange, protocol, context, trace, signal})
  } catch (error) {
    tellFailure(error, {exchange, protocol, context, trace})
  } finally {
    context.record(trace.record(signal.aborted ? 499 : response.statusCode))
  }
}

interface Lane {
  readonly exchange: Exchange
  readonly protocol: ClientProtocol
  readonly context: ProxyContext
  readonly trace: RequestTrace
  readonly signal: AbortSignal
}

async function respond(read: ReadRequest, lane: Lane): Promise<void> {
  const {exchange, protocol, context, trace, signal} = lane
  const {turn} = read
  const {desks, profiles, estimates, host} = context
  const profile = await profiles.read(exchange.launch.profile, async (id) => (await desks.open(id)).provider)
  const desk = await desks.open(profile.provider)
  const {effort: flag = profile.effort, assumedEffort: assumed} = exchange.launch
  const models = desk.catalogue.models()
  const wishes = {models, slots: profile.slots, wish: read.wish, flag, assumed, tier: read.tier}
  const resolution = resolveModel(turn.model.asked, wishes)
  trace.resolved(profile.provider, resolution)
  tellDropped(read, resolution.notes, lane)
  const answer = {
    model: turn.model.asked,
    estimatedInput: estimates.estimate(turn),
    fingerprint: '',
    stopSequences: turn.stopSequences,
    hidesReasoning: read.hidesReasoning,
    calls: read.calls,
    startedAt: host.clock.now(),
  }
  let sending: Sending | undefined
  const opening = openTurn(turn, {lane, desk, resolution, pin: await pinOf(exchange, profile.account, desk)}).then(
    (opened) => {
      sending = opened.sending
      answer.fingerprint = sending.account.fingerprint
      return opened.answer.events
    },
  )
  const watch = (batch: readonly TurnEvent[]) => look(batch, {lane, desk, turn, answer, sending: () => sending})
  const to = {
    response: exchange.response,
    protocol,
    answer,
    headers: {'request-id': trace.id},
    clock: host.clock,
    signal,
    watch,
  }
  await (read.stream ? respondStream(opening, to) : respondWhole(opening, to))
}

/** A pin may be a name that a person wrote into a variant. */
async function pinOf(
  {launch}: Exchange,
  account: string | undefined,
  {accounts}: ProviderDesk,
): Promise<string | undefined> {
  const name = launch.account ?? account
  if (name === undefined) return undefined
  return (await accounts.resolve(name).catch(() => undefined))?.id ?? name
}

function openTurn(
  turn: Turn,
  wish: {
    readonly lane: Lane
    readonly desk: ProviderDesk
    readonly resolution: ReturnType<typeof resolveModel>
    readonly pin: string | undefined
  },
) {
  const {lane, desk, resolution, pin} = wish
  const {trace, signal, context} = lane
  const {clock, log} = context.host
  return attempt(
    {
      resolution,
      session: turn.session.id,
      pin,
      signal,
      watch: ({sending, trips}) => trace.trip(sending, trips),
      send: async (sending) => {
        const opened = await desk.provider.open(repaired(turn, sending), sending.account, signal)
        trace.opened(opened.sent)
        if (opened.limits !== undefined) desk.quota.note(sending.account.id, opened.limits)
        void desk.accounts.touch(sending.account.id).catch(() => undefined)
        return opened
      },
    },
    {desk, clock, log},
  )
}

const REPAIRS: Readonly<Record<Repair, (turn: Turn) => Turn>> = {
  'without-replay': (turn) => ({...turn, items: turn.items.filter(({type}) => type !== 'reasoning')}),
  'without-format': ({format: _refused, ...turn}) => turn,
  nudge: (turn) => ({...turn, items: [...turn.items, NUDGE]}),
}

const NUDGE = {
  type: 'message',
  role: 'developer',
  parts: [{type: 'text', text: 'Your last answer was empty. Go on with the task, or say why you cannot.'}],
} as const

function repaired(turn: Turn, {model, repairs}: Sending): Turn {
  const changed = [...repairs].reduce((current, repair) => REPAIRS[repair](current), turn)
  return {...changed, model}
}

interface Looking {
  readonly lane: Lane
  readonly desk: ProviderDesk
  readonly turn: Turn
  readonly answer: {readonly estimatedInput: number}
  readonly sending: () => Sending | undefined
}

/** What an answer says besides its words: limits, usage, a failure in its middle. */
function look(batch: readonly TurnEvent[], {lane, desk, turn, answer, sending}: Looking): void {
  const {trace, context} = lane
  for (const event of batch) {
    if (event.type === 'limits') desk.quota.note(accountOf(sending()).id, event.limits)
    if (event.type === 'turn-end') {
      trace.closed(event)
      if (event.reason !== 'stop-sequence')
        context.estimates.learn(turn.session.id, answer.estimatedInput, event.usage.input)
    }
    if (event.type === 'turn-error') {
      trace.failed(event.fault)
      void noteLate(event.fault, {lane, desk, turn, sending: sending()})
    }
  }
}

async function noteLate(
  fault: Extract<TurnEvent, {type: 'turn-error'}>['fault'],
  {lane, desk, turn, sending}: Pick<Looking, 'lane' | 'desk' | 'turn'> & {readonly sending: Sending | undefined},
): Promise<void> {
  if (sending === undefined) return
  const {clock, log} = lane.context.host
  const record = (await desk.accounts.list()).find(({id}) => id === sending.account.id)
  if (record === undefined) return
  await noteLateFault(turnError(fault), {sending, record, session: turn.session.id}, {desk, clock, log})
}

function accountOf(sending: Sending | undefined): Pick<Account, 'id'> {
  return sending?.account ?? {id: ''}
}

/** Named once a session: what had no place, and what could not be had as it was asked. */
function tellDropped({turn, dropped}: ReadRequest, notes: readonly string[], {context}: Lane): void {
  if (dropped.length > 0) context.sayOnce(turn.session.id, 'Left out of a request.', {dropped})
  for (const note of notes) context.sayOnce(turn.session.id, note, {})
}

/** Before the first byte by status; a client that is gone hears nothing. */
export function tellFailure(
  error: unknown,
  {exchange, protocol, context, trace}: Pick<Lane, 'exchange' | 'protocol' | 'context' | 'trace'>,
): void {
  const {clock, log} = context.host
  const fault = isTurnError(error) ? error : unexpected(error)
  if (!isTurnError(error)) log.warn('A request failed in ccs itself.', {error: String((error as Error).stack ?? error)})
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
