import {isTurnError, turnError} from '../../errors/turn-error.js'
import {cutStream} from '../cut-stream.js'
import {type Json, list, number, object, parseJson} from '../json.js'
import {sse} from '../sse.js'
import {runEach} from '../transducer.js'
import {readClose, typeOf} from './relay/read-close.js'

interface Folding {
  /** What the first event tells of the response, for an end that says less. */
  begun: Json
  /** Finished items by their place: the last event repeats them on some backends only. */
  readonly items: Map<number, unknown>
}

/** The one object that a client wants which does not stream. A failure inside is thrown as a `TurnError`. */
export async function foldResponse(body: AsyncIterable<Uint8Array>, now?: () => number): Promise<Json> {
  try {
    return await fold(body, now)
  } catch (error) {
    throw isTurnError(error) ? error : turnError(cutStream(error instanceof Error ? error.message : undefined))
  }
}

async function fold(body: AsyncIterable<Uint8Array>, now?: () => number): Promise<Json> {
  const folding: Folding = {begun: {}, items: new Map()}
  for await (const messages of runEach(sse, body)) {
    for (const message of messages) {
      const event = object(parseJson(message))
      const close = readClose(event, now)
      if (close?.ended === false) throw turnError(close.fault)
      if (close !== undefined) return finish(folding, object(event.response))
      take(folding, event)
    }
  }
  throw turnError(cutStream())
}

function take(folding: Folding, event: Json): void {
  const type = typeOf(event)
  if (type === 'response.created') folding.begun = object(event.response)
  if (type === 'response.output_item.done')
    folding.items.set(number(event.output_index) ?? folding.items.size, event.item)
}

function finish({begun, items}: Folding, response: Json): Json {
  const all = new Map([...list(response.output).entries(), ...items])
  const output = [...all].sort(([a], [b]) => a - b).map(([, item]) => item)
  return {...begun, ...response, output, usage: fillUsage(object(response.usage))}
}

/** Clients count with every one of these. */
function fillUsage(usage: Json): Json {
  const input = number(usage.input_tokens) ?? 0
  const output = number(usage.output_tokens) ?? 0
  return {
    ...usage,
    input_tokens: input,
    input_tokens_details: {cached_tokens: 0, ...object(usage.input_tokens_details)},
    output_tokens: output,
    output_tokens_details: {reasoning_tokens: 0, ...object(usage.output_tokens_details)},
    total_tokens: number(usage.total_tokens) ?? input + output,
  }
}
