import type {ProviderPlugin, RelayAnswer, RelayRequest} from '../contract/index.js'
import {responsesClient} from '../protocols/openai-responses/client/index.js'
import {type RequestHead, readHead} from '../protocols/openai-responses/client/read-head.js'
import type {Sending} from './attempt.js'
import {type Exchange, headersOf} from './exchange.js'
import {foreignItems, keepForeign} from './foreign-items.js'
import {type Lane, noteLate, openThrough} from './lane.js'
import type {ProxyContext} from './proxy-context.js'
import {readBody} from './read-body.js'
import {parseBody} from './read-json-body.js'
import {sendAccepted} from './refused-tools.js'
import {BODY_TOOLS, repairBody} from './repair-body.js'
import {RequestTrace} from './request-trace.js'
import {respondRelayed, respondRelayedWhole} from './respond-relayed.js'
import {type Route, route} from './route.js'
import {seatOf} from './seat.js'
import {tellFailure} from './tell-failure.js'
import {answerRead} from './turn-lane.js'
import {whenGone} from './when-gone.js'

type Body = Readonly<Record<string, unknown>>
type Relay = NonNullable<ProviderPlugin['relay']>

/** A request in the provider's own dialect: forwarded with what must change changed, its answer passed on as it comes. */
export async function answerRelay(
  exchange: Exchange,
  path: RelayRequest['path'],
  context: ProxyContext,
): Promise<void> {
  const {response, launch} = exchange
  const trace = new RequestTrace('openai-responses', launch, () => context.host.clock.now())
  const lane: Lane = {exchange, context, trace, signal: whenGone(response)}
  try {
    await relay(path, await readBody(exchange.request), lane)
  } catch (error) {
    tellFailure(error, responsesClient, lane)
  } finally {
    context.record(trace.record(lane.signal.aborted ? 499 : response.statusCode))
  }
}

async function relay(path: RelayRequest['path'], source: Buffer, lane: Lane): Promise<void> {
  const {exchange, context, trace} = lane
  const body = parseBody(source) as Body
  const headers = headersOf(exchange.request)
  const head = readHead(body, headers)
  trace.asked(head.model, [])
  const {model, wish: effort, tier} = head
  const routed = await route(exchange.launch, {model, effort, tier, takesNew: isCodex(headers)}, context)
  const {provider} = routed.desk
  if (provider.relay === undefined || provider.relayProtocol !== 'openai-responses')
    return answerRead(responsesClient.readRequest(body, headers), responsesClient, lane, routed)
  const {id: session} = head.session
  const seat = await seatOf(head.session, routed.desk)
  for (const note of routed.resolution.notes) context.sayOnce(session, note, {})
  const request = {path, body, source, headers, head}
  const history = {path, body, seat}
  const opening = openThrough({route: routed, session, seat}, lane, async (sending) => {
    const foreign = foreignItems(history, sending, routed.desk)
    const answer = await sendAccepted({request: body, shelf: BODY_TOOLS, session, route: routed}, lane, (accepted) =>
      send(provider.relay as Relay, {...request, accepted}, {...sending, foreign}, lane),
    )
    keepForeign(history, {...sending, foreign}, routed.desk)
    return answer
  })
  const whole = path === '/compact' || !head.stream
  await (whole ? respondRelayedWhole(opening, path, lane) : respondRelayed(opening, lane))
  const {answer, sending} = await opening
  await follow(answer, {sending, routed, head, lane})
}

/** Codex brings a list of models of its own, which may be newer than ours. */
function isCodex({originator = ''}: Readonly<Record<string, string>>): boolean {
  return /^codex[-_]/.test(originator)
}

interface Forwarded extends Pick<RelayRequest, 'path' | 'body' | 'source' | 'headers'> {
  readonly head: RequestHead
  /** The body without the tools that its session must do without. */
  readonly accepted: Body
}

function send(
  forward: Relay,
  {path, body, accepted, source, headers, head}: Forwarded,
  {account, model, foreign, repairs}: Sending & Pick<RelayRequest, 'foreign'>,
  {signal}: Lane,
): Promise<RelayAnswer> {
  const repaired = repairBody(accepted, repairs)
  const said = repaired === body ? {body, source} : {body: repaired}
  return forward({path, ...said, headers, session: head.session, model, foreign}, account, signal)
}

/** What is known of an answer once its bytes have passed. */
async function follow(
  {outcome}: RelayAnswer,
  {
    sending,
    routed,
    head,
    lane,
  }: {readonly sending: Sending; readonly routed: Route; readonly head: RequestHead; readonly lane: Lane},
): Promise<void> {
  const closed = await outcome
  if (!closed.ended) {
    await noteLate(closed.fault, {sending, route: routed, session: head.session.id}, lane)
    return
  }
  if (closed.limits !== undefined) routed.desk.quota.note(sending.account.id, closed.limits)
  if (closed.usage !== undefined) lane.trace.closed({usage: closed.usage, reported: {}})
}
