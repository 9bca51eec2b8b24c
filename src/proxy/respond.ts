import type {ServerResponse} from 'node:http'
import type {TurnEvent} from '../contract/index.js'
import type {AnswerContext, ClientProtocol} from '../protocols/client-protocol.js'
import {oneBlockAtATime} from '../protocols/one-block-at-a-time.js'
import {untilStop} from '../protocols/stop-sequences.js'
import {run, stepAll} from '../protocols/transducer.js'
import {within} from './hold-head.js'
import {openSink} from './sse-sink.js'
import {streamFault} from './stream-fault.js'

type Batch = readonly TurnEvent[]

export interface Responding {
  readonly response: ServerResponse
  readonly protocol: ClientProtocol
  /** Its fingerprint is known once the turn has opened. */
  readonly answer: AnswerContext
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds after which the client needs a sign of life. */
  readonly silence: number
  /** Sees every event before the client does, and gives what the client is told. */
  readonly watch: (batch: Batch) => Batch
}

/** Rejects, with nothing sent, for a turn that fails while the head is held; what fails later is an event. */
export async function respondStream(opening: Promise<AsyncIterable<Batch>>, to: Responding): Promise<void> {
  const inTime = await within(opening, to.silence)
  const writer = to.protocol.writeEvents(to.answer)
  const sink = openSink({...to, ping: to.protocol.ping})
  let state = writer.initial()
  const put = (batch: Batch): Promise<void> | void => {
    const [next, texts] = stepAll(writer, state, to.watch(batch))
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
    await put([{type: 'turn-error', fault: streamFault(error)}])
  } finally {
    sink.close()
  }
}

/** The whole answer at once. Rejects, with nothing sent, for a turn that fails anywhere. */
export async function respondWhole(opening: Promise<AsyncIterable<Batch>>, to: Responding): Promise<void> {
  const events: TurnEvent[] = []
  for await (const batch of stopping(await opening, to.answer)) events.push(...to.watch(batch))
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
