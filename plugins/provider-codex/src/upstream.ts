import type {
  Account,
  HttpReply,
  Kit,
  Limits,
  OpenTurn,
  ProviderPlugin,
  RelayAnswer,
  RelayProtocol,
  RelayRequest,
  Sent,
} from 'ccs/plugin'
import type {Endpoint} from './endpoint.js'
import {fieldsOf, textOf} from './fields.js'
import {type Headers, ownSession, relayHeaders, turnHeaders} from './headers.js'
import {LONGEST_SILENCE} from './longest-silence.js'
import {regionFinder} from './region.js'
import {type Outgoing, socketFirst} from './socket.js'

type Body = Readonly<Record<string, unknown>>

export type Upstream = Pick<Required<ProviderPlugin>, 'open' | 'relay'>

/** Turns go over HTTP, or over a WebSocket where the environment says so. */
export function upstreamOf(endpoint: Endpoint, kit: Kit): Upstream {
  const road = socketFirst(endpoint, kit, (turn, signal) => openHttp(turn, endpoint, kit, signal))
  const regionOf = regionFinder(endpoint, kit)
  return {
    async open(turn, account, signal) {
      const {body, dropped, toolNames} = kit.protocols['openai-responses'].writeRequest(turn, account)
      const ours = turnHeaders(account, kit.env, textOf(body.prompt_cache_key) ?? turn.session.id)
      const headers = {...ours, ...(await regionOf(account))}
      return road({headers, body, toolNames, sent: sentOf(body, dropped)}, signal)
    },
    relay: async (request, account, signal) =>
      relay(request, account, await regionOf(account), {endpoint, kit, signal}),
  }
}

interface Sending {
  readonly endpoint: Endpoint
  readonly kit: Kit
  readonly signal: AbortSignal
}

async function openHttp(
  {headers, body, toolNames, sent}: Outgoing,
  {backend}: Endpoint,
  kit: Kit,
  signal: AbortSignal,
): Promise<OpenTurn> {
  const protocol = kit.protocols['openai-responses']
  const reply = await post(`${backend}/codex/responses`, headers, JSON.stringify(body), kit, signal)
  const now = () => kit.clock.now()
  const events = await protocol.peek(protocol.readEvents(reply.body, toolNames, now))
  return withLimits({events, sent}, reply, kit)
}

async function relay(
  request: RelayRequest,
  account: Account,
  region: Headers,
  {endpoint: {backend}, kit, signal}: Sending,
): Promise<RelayAnswer> {
  const dialect = relayDialect(kit)
  const {body, json, dropped} = dialect.writeBody(request)
  const session = ownSession(request.headers) ?? textOf(body.prompt_cache_key) ?? request.session.id
  const ours = turnHeaders(account, kit.env, session)
  const whole = request.path === '/compact' && {accept: 'application/json'}
  const headers = relayHeaders(request.headers, {...ours, ...region, ...whole})
  const reply = await post(`${backend}/codex/responses${request.path}`, headers, json, kit, signal)
  const now = () => kit.clock.now()
  const watched = await dialect.watch(reply.body, now, request.path)
  const answer = {status: reply.status, headers: reply.headers, ...watched, sent: sentOf(body, dropped)}
  return withLimits(answer, reply, kit)
}

/** Read when they are asked for: the first bytes need not wait for it. */
function withLimits<T extends object>(answer: T, {headers}: HttpReply, kit: Kit): T & {readonly limits?: Limits} {
  const now = kit.clock.now()
  return Object.defineProperty(answer, 'limits', {
    get: () => kit.protocols['openai-responses'].readLimits?.(headers, now),
  })
}

function relayDialect(kit: Kit): RelayProtocol {
  const {relay: dialect} = kit.protocols['openai-responses']
  if (dialect !== undefined) return dialect
  const message = 'This ccs does not relay requests of the Responses API.'
  throw kit.turnError({blame: 'request', kind: 'invalid-request', message})
}

/** Rejects for every status but 200, and for a page under that one, in our words. */
async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  kit: Kit,
  signal: AbortSignal,
): Promise<HttpReply> {
  const limits = {headTimeout: LONGEST_SILENCE, idleTimeout: LONGEST_SILENCE}
  const reply = await kit.http.request({method: 'POST', url, headers, body, signal, ...limits})
  if (reply.status === 200 && !/text\/html/i.test(reply.headers['content-type'] ?? '')) return reply
  const refusal = {status: reply.status, headers: reply.headers, body: await reply.text()}
  throw kit.turnError(kit.protocols['openai-responses'].readError(refusal, kit.clock.now()))
}

function sentOf(body: Body, dropped: readonly string[]): Sent {
  const effort = textOf(fieldsOf(body.reasoning).effort)
  const tier = textOf(body.service_tier)
  return {model: textOf(body.model) ?? '', effort, tier, transport: 'http', dropped}
}
