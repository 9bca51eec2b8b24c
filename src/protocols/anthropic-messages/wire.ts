import type {StopReason, Usage} from '../../contract/index.js'
import type {AnswerContext} from '../client-protocol.js'
import {sseMessage} from '../sse.js'

/** Why a message ended, in the dialect's words. */
export const STOP_REASONS: Readonly<Record<StopReason, string>> = {
  end: 'end_turn',
  'tool-call': 'tool_use',
  'output-limit': 'max_tokens',
  refusal: 'refusal',
  'stop-sequence': 'stop_sequence',
  'context-overflow': 'model_context_window_exceeded',
}

export interface WireUsage {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly output_tokens: number
  readonly server_tool_use?: {readonly web_search_requests: number}
}

/** Here `input_tokens` is what no cache served. */
export function wireUsage({input, cached, cacheWrite, output, webSearches}: Usage): WireUsage {
  return {
    input_tokens: Math.max(0, input - cached - cacheWrite),
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cached,
    output_tokens: output,
    ...(webSearches === 0 ? {} : {server_tool_use: {web_search_requests: webSearches}}),
  }
}

/** Claude Code takes messages of one id for one message, so an upstream without ids must not give all turns the same. */
export function messageId(id: string, answer: AnswerContext): string {
  return id === '' ? `msg_${answer.id ?? answer.estimatedInput}` : id
}

/** An event as it goes on the wire; its name is its type. */
export function wireEvent(event: {readonly type: string; readonly [key: string]: unknown}): string {
  return sseMessage(event.type, JSON.stringify(event))
}

export const PING = wireEvent({type: 'ping'})
