import type {Reported, StopReason, TurnFault, Usage} from '../../../contract/index.js'
import type {AnswerContext} from '../../client-protocol.js'
import {codeOf, FAULT_ANSWERS} from '../../openai/fault-answers.js'
import type {WireItem} from './write-item.js'

export interface Ended {
  readonly reason: StopReason
  readonly usage: Usage
  readonly reported: Reported
}

/** An upstream without ids must not give all answers the same. */
export function responseId(id: string, answer: Pick<AnswerContext, 'id' | 'estimatedInput'>): string {
  if (id === '') return `resp_${answer.id ?? answer.estimatedInput}`
  return id.startsWith('resp_') ? id : `resp_${id}`
}

type Dated = Pick<AnswerContext, 'model' | 'startedAt'>

export function openResponse(id: string, status: string, answer: Dated): WireItem {
  return {
    id,
    object: 'response',
    created_at: Math.floor((answer.startedAt ?? 0) / 1000),
    status,
    model: answer.model,
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
  }
}

export function failedResponse(id: string, output: readonly WireItem[], fault: TurnFault, answer: Dated): WireItem {
  const error = {code: codeOf(FAULT_ANSWERS[fault.kind], fault), message: fault.message}
  return {...openResponse(id, 'failed', answer), output, error}
}

/** Why an answer is not complete, in the dialect's words. A refusal in words is complete. */
const INCOMPLETE: Readonly<Partial<Record<StopReason, string>>> = {
  'output-limit': 'max_output_tokens',
  'context-overflow': 'model_context_window_exceeded',
  refusal: 'content_filter',
}

export function closedResponse(id: string, output: readonly WireItem[], end: Ended, answer: AnswerContext): WireItem {
  const refusedInWords = end.reason === 'refusal' && output.some(isRefusal)
  const why = refusedInWords ? undefined : INCOMPLETE[end.reason]
  const {tier} = end.reported
  return {
    ...openResponse(id, why === undefined ? 'completed' : 'incomplete', answer),
    incomplete_details: why === undefined ? null : {reason: why},
    output,
    usage: wireUsage(end.usage),
    ...(end.usage.webSearches === 0 ? {} : {tool_usage: {web_search: {num_requests: end.usage.webSearches}}}),
    ...(tier === undefined ? {} : {service_tier: tier}),
  }
}

function isRefusal({content}: WireItem): boolean {
  return Array.isArray(content) && content.some((part: WireItem) => part.type === 'refusal')
}

function wireUsage({input, cached, cacheWrite, output, reasoning}: Usage): WireItem {
  return {
    input_tokens: input,
    input_tokens_details: {cached_tokens: cached, ...(cacheWrite === 0 ? {} : {cache_write_tokens: cacheWrite})},
    output_tokens: output,
    output_tokens_details: {reasoning_tokens: reasoning},
    total_tokens: input + output,
  }
}
