import type {StopReason, Usage} from '../../contract/index.js'
import type {AnswerContext} from '../client-protocol.js'
import type {Message} from './write-block.js'
import type {TurnEnd} from './write-steps.js'

/** Why a message ended, in the dialect's words. */
const FINISHES: Readonly<Record<StopReason, string>> = {
  end: 'stop',
  'tool-call': 'tool_calls',
  'output-limit': 'length',
  refusal: 'content_filter',
  'stop-sequence': 'stop',
  'context-overflow': 'length',
}

/** A refusal in words is a whole answer; `tool_calls` without a call makes clients wait. */
export function finishReason({reason}: TurnEnd, {called, lengths}: Message): string {
  if (reason === 'refusal' && lengths.refusal > 0) return 'stop'
  return FINISHES[reason === 'tool-call' && called === 0 ? 'end' : reason]
}

export function wireUsage({input, cached, cacheWrite, output, reasoning}: Usage) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: {cached_tokens: cached, ...(cacheWrite === 0 ? {} : {cache_write_tokens: cacheWrite})},
    completion_tokens_details: {reasoning_tokens: reasoning},
  }
}

/** What chunks and whole answers begin with: the upstream's id; one without ids must not give all answers the same. */
export function wireHead(id: string, object: string, answer: AnswerContext) {
  return {
    id: id === '' ? `chatcmpl-${answer.id ?? answer.estimatedInput}` : id,
    object,
    created: Math.floor((answer.startedAt ?? 0) / 1000),
    model: answer.model,
  }
}

export function wireTier({reported: {tier}}: TurnEnd) {
  return tier === undefined ? {} : {service_tier: tier}
}
