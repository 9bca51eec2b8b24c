import type {TurnEvent} from '../../src/contract/index.js'
import {faultOf, isTurnError} from '../../src/errors/turn-error.js'
import type {AnswerContext, ClientProtocol} from '../../src/protocols/client-protocol.js'
import {sse} from '../../src/protocols/sse.js'
import {stepAll} from '../../src/protocols/transducer.js'
import {plain} from './recorded.js'

/** What a client gets that streams. */
export function streamed(
  {writeEvents}: Pick<ClientProtocol, 'writeEvents'>,
  events: readonly TurnEvent[],
  context: AnswerContext,
): string {
  const writer = writeEvents(context)
  const [state, out] = stepAll(writer, writer.initial(), events)
  return [...out, ...writer.end(state)].join('')
}

/** The same, given event by event. */
export function streamedSingly(
  {writeEvents}: Pick<ClientProtocol, 'writeEvents'>,
  events: readonly TurnEvent[],
  context: AnswerContext,
): string {
  const writer = writeEvents(context)
  let state = writer.initial()
  const out: string[] = []
  for (const event of events) {
    const [next, written] = writer.step(state, event)
    state = next
    out.push(...written)
  }
  return [...out, ...writer.end(state)].join('')
}

/** What a client gets that does not stream, or the fault that stands in its place. */
export function whole(
  {writeMessage}: Pick<ClientProtocol, 'writeMessage'>,
  events: readonly TurnEvent[],
  context: AnswerContext,
): unknown {
  try {
    return writeMessage(events, context)
  } catch (error) {
    if (!isTurnError(error)) throw error
    return plain({fault: faultOf(error)})
  }
}

/** The data of a stream's messages. */
export function messagesOf(stream: string | Uint8Array): readonly string[] {
  const [state, messages] = sse.step(sse.initial(), Buffer.from(stream))
  return [...messages, ...sse.end(state)]
}
