import type {StopReason, ToolNames, TurnEvent, Usage} from '../../../contract/index.js'
import {cutStream} from '../../cut-stream.js'
import {EMPTY_ANSWER} from '../../empty-answer.js'
import {type Json, number, object, parseJson, text} from '../../json.js'
import {readStreamError} from '../../openai-responses/read-error.js'
import {readSse} from '../../read-stream.js'
import type {Transducer} from '../../transducer.js'
import {readBlock} from './read-block.js'
import {newReading, type Out, type Reading} from './reading.js'

type Clock = () => number

export function readEvents(body: AsyncIterable<Uint8Array>, toolNames: ToolNames, now?: Clock) {
  return readSse(messageReader(toolNames, now), body)
}

/** Messages of a stream, each one JSON text, to events. */
export function messageReader(toolNames: ToolNames, now?: Clock): Transducer<Reading, string, TurnEvent> {
  return {
    initial: () => newReading(toolNames, now),
    step(reading, message) {
      const out: Out = []
      const event = object(parseJson(message))
      const type = text(event.type) ?? ''
      if (!reading.ended && Object.hasOwn(HANDLERS, type)) HANDLERS[type]?.(reading, event, out)
      return [reading, out]
    },
    /** Whoever told why it stopped had said everything. */
    end(reading) {
      const out: Out = []
      if (!reading.ended && reading.stop !== undefined) close(reading, {}, out)
      else if (!reading.ended) out.push({type: 'turn-error', fault: cutStream()})
      return out
    },
  }
}

type Handler = (reading: Reading, event: Json, out: Out) => void

const HANDLERS: Readonly<Record<string, Handler>> = {
  message_start: (reading, event, out) => start(reading, object(event.message), out),
  content_block_start(reading, event, out) {
    start(reading, {}, out)
    stopBlock(reading, event, out)
    const block = readBlock(reading, object(event.content_block), out)
    if (block !== undefined) reading.open.set(event.index, block)
  },
  content_block_delta: (reading, event, out) => reading.open.get(event.index)?.delta(object(event.delta), out),
  content_block_stop: stopBlock,
  message_delta: readMessageDelta,
  message_stop: close,
  ping: (_reading, _event, out) => void out.push({type: 'keep-alive'}),
  error(reading, event, out) {
    reading.ended = true
    out.push({type: 'turn-error', fault: readStreamError(event, reading.now?.())})
  },
}

function start(reading: Reading, message: Json, out: Out): void {
  if (reading.started) return
  reading.started = true
  reading.model = text(message.model)
  reading.usage = object(message.usage)
  out.push({type: 'turn-start', id: text(message.id) ?? '', model: reading.model ?? ''})
}

function stopBlock(reading: Reading, event: Json, out: Out): void {
  reading.open.get(event.index)?.stop(out)
  reading.open.delete(event.index)
}

/** Counts are of the whole answer, and later ones count. */
function readMessageDelta(reading: Reading, event: Json): void {
  const {stop_reason: reason, stop_sequence: sequence} = object(event.delta)
  reading.usage = {...reading.usage, ...object(event.usage)}
  if (text(reason) !== undefined) reading.stop = {reason: text(reason) ?? '', sequence: text(sequence)}
}

function close(reading: Reading, _event: Json, out: Out): void {
  reading.ended = true
  start(reading, {}, out)
  const isTorn = [...reading.open.values()].some(({mustEnd}) => mustEnd === true)
  const reason = reasonOf(reading)
  if (isTorn && reason !== 'output-limit') {
    out.push({type: 'turn-error', fault: cutStream('a tool call came without its end')})
    return
  }
  for (const block of reading.open.values()) block.stop(out)
  for (const {block, query} of reading.searches.values())
    out.push({type: 'block-end', block, content: {type: 'web-search', query, results: []}})
  out.push(!reading.useful && reason === 'end' ? {type: 'turn-error', fault: EMPTY_ANSWER} : endOf(reading, reason))
}

const REASONS: Readonly<Record<string, StopReason>> = {
  end_turn: 'end',
  pause_turn: 'end',
  tool_use: 'tool-call',
  max_tokens: 'output-limit',
  refusal: 'refusal',
  stop_sequence: 'stop-sequence',
  model_context_window_exceeded: 'context-overflow',
}

function reasonOf({stop, called}: Reading): StopReason {
  const told = stop?.reason ?? ''
  const reason = (Object.hasOwn(REASONS, told) ? REASONS[told] : undefined) ?? 'end'
  if (reason === 'end' || reason === 'tool-call') return called ? 'tool-call' : 'end'
  return reason
}

function endOf({usage, stop, model}: Reading, reason: StopReason): TurnEvent {
  const sequence = stop?.sequence
  return {
    type: 'turn-end',
    reason,
    usage: readUsage(usage),
    reported: model === undefined ? {} : {model},
    ...(reason !== 'stop-sequence' || sequence === undefined ? {} : {stopSequence: sequence}),
  }
}

/** Here `input_tokens` is what no cache served. */
function readUsage(usage: Json): Usage {
  const cached = number(usage.cache_read_input_tokens) ?? 0
  const cacheWrite = number(usage.cache_creation_input_tokens) ?? 0
  return {
    input: (number(usage.input_tokens) ?? 0) + cached + cacheWrite,
    cached,
    cacheWrite,
    output: number(usage.output_tokens) ?? 0,
    reasoning: 0,
    webSearches: number(object(usage.server_tool_use).web_search_requests) ?? 0,
  }
}
