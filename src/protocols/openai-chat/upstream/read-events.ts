import type {StopReason, ToolNames, TurnEvent, Usage} from '../../../contract/index.js'
import {cutStream} from '../../cut-stream.js'
import {EMPTY_ANSWER} from '../../empty-answer.js'
import {type Json, list, number, object, parseJson, text} from '../../json.js'
import {readStreamError} from '../../openai-responses/read-error.js'
import {readSse} from '../../read-stream.js'
import type {Transducer} from '../../transducer.js'
import {endCalls, endText, readDelta} from './read-delta.js'
import {newReading, type Out, type Reading} from './reading.js'

type Clock = () => number

export function readEvents(body: AsyncIterable<Uint8Array>, toolNames: ToolNames, now?: Clock) {
  return readSse(chunkReader(toolNames, now), body)
}

/** Chunks of a stream, each one JSON text, to events. */
export function chunkReader(toolNames: ToolNames, now?: Clock): Transducer<Reading, string, TurnEvent> {
  return {
    initial: () => newReading(toolNames, now),
    step(reading, message) {
      const out: Out = []
      if (reading.ended) return [reading, out]
      if (message.trim() === '[DONE]') close(reading, out)
      else readChunk(reading, object(parseJson(message)), out)
      return [reading, out]
    },
    /** Usage comes after the reason to finish, and some servers send no mark of the end. */
    end(reading) {
      const out: Out = []
      if (!reading.ended && reading.finish !== undefined) close(reading, out)
      else if (!reading.ended) out.push({type: 'turn-error', fault: cutStream()})
      return out
    },
  }
}

function readChunk(reading: Reading, chunk: Json, out: Out): void {
  const choice = object(list(chunk.choices)[0])
  const error = chunk.error ?? choice.error
  if (error !== undefined && error !== null) {
    fail(reading, error, out)
    return
  }
  if (chunk.choices === undefined && chunk.usage === undefined) return
  start(reading, chunk, out)
  reading.model ??= text(chunk.model)
  reading.tier = text(chunk.service_tier) ?? reading.tier
  if (typeof chunk.usage === 'object' && chunk.usage !== null) reading.usage = object(chunk.usage)
  if (reading.finish !== undefined) return
  readDelta(reading, object(choice.delta), out)
  const finish = text(choice.finish_reason)
  if (finish !== undefined && finish !== '') finishBlocks(reading, finish, out)
}

/** The code is a name, or a status. */
function fail(reading: Reading, error: unknown, out: Out): void {
  reading.ended = true
  const {code} = object(error)
  const event = {error, ...(typeof code === 'number' ? {status: code} : {})}
  out.push({type: 'turn-error', fault: readStreamError(event, reading.now?.())})
}

function start(reading: Reading, chunk: Json, out: Out): void {
  if (reading.started) return
  reading.started = true
  out.push({type: 'turn-start', id: text(chunk.id) ?? '', model: text(chunk.model) ?? ''})
}

function finishBlocks(reading: Reading, finish: string, out: Out): void {
  reading.finish = finish
  endText(reading, out)
  endCalls(reading, out)
}

const REASONS: Readonly<Record<string, StopReason>> = {
  stop: 'end',
  tool_calls: 'tool-call',
  function_call: 'tool-call',
  length: 'output-limit',
  content_filter: 'refusal',
}

function close(reading: Reading, out: Out): void {
  if (reading.finish === undefined) finishBlocks(reading, 'stop', out)
  reading.ended = true
  start(reading, {}, out)
  const reason = reasonOf(reading)
  if (!reading.useful && reason === 'end') {
    out.push({type: 'turn-error', fault: EMPTY_ANSWER})
    return
  }
  const {model, tier} = reading
  const reported = {...(model === undefined ? {} : {model}), ...(tier === undefined ? {} : {tier})}
  out.push({type: 'turn-end', reason, usage: readUsage(reading.usage ?? {}), reported})
}

/** Servers say `stop` after a call and after a refusal in words too. */
function reasonOf({finish = '', calls, said}: Reading): StopReason {
  const told = (Object.hasOwn(REASONS, finish) ? REASONS[finish] : undefined) ?? 'end'
  if (told === 'tool-call' || told === 'end') {
    if (calls.length > 0) return 'tool-call'
    return said.has('refusal') ? 'refusal' : 'end'
  }
  return told
}

function readUsage(usage: Json): Usage {
  const input = object(usage.prompt_tokens_details)
  const cached = number(input.cached_tokens) ?? number(usage.prompt_cache_hit_tokens) ?? number(usage.cached_tokens)
  return {
    input: number(usage.prompt_tokens) ?? 0,
    cached: cached ?? 0,
    cacheWrite: number(input.cache_write_tokens) ?? 0,
    output: number(usage.completion_tokens) ?? 0,
    reasoning: number(object(usage.completion_tokens_details).reasoning_tokens) ?? 0,
    webSearches: 0,
  }
}
