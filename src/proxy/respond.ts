import {once} from 'node:events'
import type {ServerResponse} from 'node:http'
import type {Clock, TurnEvent} from '../contract/index.js'
import {faultOf, isTurnError, turnError} from '../errors/turn-error.js'
import type {AnswerContext, ClientProtocol} from '../protocols/client-protocol.js'
import {oneBlockAtATime} from '../protocols/one-block-at-a-time.js'
import {untilStop} from '../protocols/stop-sequences.js'
import {run, stepAll} from '../protocols/transducer.js'

type Batch = readonly TurnEvent[]

export interface Responding {
  readonly response: ServerResponse
  readonly protocol: ClientProtocol
  /** Its fingerprint is known once the turn has opened. */
  readonly answer: AnswerContext
  readonly headers: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Sees every event before the client does. */
  readonly watch: (batch: Batch) => void
}

/** Milliseconds that the head is held back so that a failure can still be told by its status. */
const HOLD = 10_000
/** Milliseconds of silence after which the client is told that its answer is alive; clients give up after more. */
const SILENCE = 10_000

/** Rejects, with nothing sent, for a turn that fails while the head is held; what fails later is an event. */
export async function respondStream(opening: Promise<AsyncIterable<Batch>>, to: Responding): Promise<void> {
  const inTime = await within(opening, to.clock, to.signal)
  const writer = to.protocol.writeEvents(to.answer)
  const sink = openSink(to)
  let state = writer.initial()
  const put = (batch: Batch): Promise<void> | void => {
    to.watch(batch)
    const [next, texts] = stepAll(writer, state, batch)
    state = next
    if (texts.length > 0) return sink.write(texts.length === 1 ? (texts[0] ?? '') : texts.join(''))
  }
  try {
    if (!inTime) {
      await put([{type: 'turn-start', id: '', model: to.answer.model}])
      await sink.write(to.protocol.ping)
    }
    for await (const batch of stopping(await opening, to.answer)) {
      const wait = put(batch)
      if (wait !== undefined) await wait
    }
    await sink.write(writer.end(state).join(''))
  } catch (error) {
    await put([{type: 'turn-error', fault: asFault(error)}])
  } finally {
    sink.close()
  }
}

/** The whole answer at once. Rejects, with nothing sent, for a turn that fails anywhere. */
export async function respondWhole(opening: Promise<AsyncIterable<Batch>>, to: Responding): Promise<void> {
  const events: TurnEvent[] = []
  for await (const batch of stopping(await opening, to.answer)) {
    to.watch(batch)
    events.push(...batch)
  }
  const text = JSON.stringify(to.protocol.writeMessage(events, to.answer))
  to.response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...to.headers,
  })
  to.response.end(text)
}

/** An upstream that knows no stop sequences is not heard out once one was said. */
function stopping(events: AsyncIterable<Batch>, {stopSequences, estimatedInput}: AnswerContext): AsyncIterable<Batch> {
  if (stopSequences.length === 0) return events
  return untilStop(run(oneBlockAtATime, events), stopSequences, estimatedInput)
}

/** Whether it has opened in time. Rejects as the opening does. */
async function within(opening: Promise<unknown>, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const done = new AbortController()
  const late = clock.wait(HOLD, AbortSignal.any([signal, done.signal])).then(
    () => false,
    () => opening.then(() => true),
  )
  try {
    return await Promise.race([opening.then(() => true), late])
  } finally {
    done.abort()
  }
}

/** One write for each batch; a reader that does not keep up is waited for. */
function openSink({response, protocol, headers}: Responding) {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
    ...headers,
  })
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) response.write(protocol.ping)
  }, SILENCE)
  return {
    write(text: string): Promise<void> | void {
      if (text === '') return
      timer.refresh()
      if (!response.write(text)) return drained(response)
    },
    close(): void {
      clearInterval(timer)
      response.end()
    },
  }
}

async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) throw gone()
  const closed = new AbortController()
  await Promise.race([once(response, 'drain', closed), once(response, 'close', closed)]).finally(() => closed.abort())
  if (response.destroyed) throw gone()
}

function gone() {
  return turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'})
}

function asFault(error: unknown) {
  if (isTurnError(error)) return faultOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return {blame: 'upstream', kind: 'server-error', message: `The answer broke off: ${message}`} as const
}
