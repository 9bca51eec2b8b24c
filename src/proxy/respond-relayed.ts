import type {RelayAnswer, RelayRequest, TurnFault} from '../contract/index.js'
import {responsesClient} from '../protocols/openai-responses/client/index.js'
import {foldResponse} from '../protocols/openai-responses/fold-response.js'
import {writeBreak} from '../protocols/openai-responses/relay/write-break.js'
import {followPlace} from '../protocols/sse-place.js'
import type {Sending} from './attempt.js'
import {sendJson} from './exchange.js'
import {within} from './hold-head.js'
import type {Lane} from './lane.js'
import {openSink} from './sse-sink.js'
import {streamFault} from './stream-fault.js'

interface Opened {
  readonly answer: RelayAnswer
  readonly sending: Pick<Sending, 'model'>
}

type Opening = Promise<Opened>

/** What a client of the dialect may know of the upstream's head; the limits of a pooled account are not its own. */
const PASSED = ['x-codex-turn-state', 'x-models-etag', 'x-request-id', 'x-reasoning-included']
/** Which model answers. Codex takes any but the one that it asked for as a sign that the account is suspected, and says so. */
const SERVING = 'openai-model'

/** Bytes as they come. Rejects, with nothing sent, for a turn that fails while the head is held. */
export async function respondRelayed(opening: Opening, {exchange, context, trace}: Lane): Promise<void> {
  const inTime = await within(opening, context.silence)
  const passed = inTime ? passedHeaders(await opening) : {}
  const place = followPlace()
  const sink = openSink({
    response: exchange.response,
    headers: {...passed, 'request-id': trace.id},
    ping: responsesClient.ping,
    silence: context.silence,
    isBetween: place.isBetween,
  })
  let model = ''
  try {
    if (!inTime) await sink.write(responsesClient.ping)
    const {answer} = await opening
    model = answer.sent.model
    for await (const chunk of answer.body) {
      place.take(chunk)
      const wait = sink.write(chunk)
      if (wait !== undefined) await wait
    }
  } catch (error) {
    const fault = streamFault(error)
    trace.failed(fault)
    const broken = {head: place.head(), tail: place.tail(), model, id: trace.id, now: context.host.clock.now()}
    await sink.write(broken.head === '' ? failure(fault) : `${place.closing()}${writeBreak(fault, broken)}`)
  } finally {
    sink.close()
  }
}

/** One object: a compaction as it is, a turn folded from its events. */
export async function respondRelayedWhole(opening: Opening, path: RelayRequest['path'], lane: Lane): Promise<void> {
  const {exchange, context, trace} = lane
  const opened = await opening
  const {answer} = opened
  const body =
    path === '/compact' ? await readJson(answer.body) : await foldResponse(answer.body, context.host.clock.now)
  sendJson(exchange, 200, body, {...passedHeaders(opened), 'request-id': trace.id})
}

async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
}

function passedHeaders({answer: {headers, sent}, sending: {model}}: Opened): Readonly<Record<string, string>> {
  const serving = headers[SERVING]?.toLowerCase()
  const isOurChoice = serving === sent.model.toLowerCase() && serving !== model.asked.toLowerCase()
  const names = isOurChoice ? PASSED : [...PASSED, SERVING]
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))
}

/** The client of an answer that has not begun must hear that it is over. */
function failure(fault: TurnFault): string {
  const writer = responsesClient.writeEvents({model: '', estimatedInput: 0, fingerprint: '', stopSequences: []})
  const [, texts] = writer.step(writer.initial(), {type: 'turn-error', fault})
  return texts.join('')
}
