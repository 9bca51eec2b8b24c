import type {StopReason, TurnEvent} from '../../contract/index.js'
import {EMPTY_ANSWER} from '../empty-answer.js'
import {type Json, object, text} from '../json.js'
import {type Answer, endBlock, type Item, type Out, startTurn} from './answer.js'
import {cutAnswer} from './fail-answer.js'
import {isCall, isWhole} from './read-call.js'
import {abandonMessage} from './read-message.js'
import {readUsage} from './read-usage.js'

const INCOMPLETE: Readonly<Record<string, StopReason>> = {
  max_output_tokens: 'output-limit',
  content_filter: 'refusal',
  model_context_window_exceeded: 'context-overflow',
}

/** The turn is over; its items have been read as far as the last event repeats them. */
export function closeAnswer(answer: Answer, response: Json, out: Out): void {
  startTurn(answer, response, out)
  const isIncomplete = response.status === 'incomplete'
  for (const item of answer.items) {
    if (item.done) continue
    if (!isIncomplete && isTorn(item)) {
      cutAnswer(answer, 'a tool call came without its end', out)
      return
    }
    abandonItem(item, out)
  }
  answer.ended = true
  out.push(
    isIncomplete || answer.useful ? endOf(answer, response, isIncomplete) : {type: 'turn-error', fault: EMPTY_ANSWER},
  )
}

function isTorn(item: Item): boolean {
  return isCall(item) && item.block !== undefined && !isWhole(item)
}

const ENDS: Readonly<Record<string, (block: number, out: Out) => void>> = {
  function_call: (block, out) => endBlock(block, {type: 'tool-call'}, out),
  custom_tool_call: (block, out) => endBlock(block, {type: 'tool-call'}, out),
  reasoning: (block, out) => endBlock(block, {type: 'reasoning'}, out),
  web_search_call: (block, out) => endBlock(block, {type: 'web-search', query: '', results: []}, out),
}

function abandonItem(item: Item, out: Out): void {
  item.done = true
  if (item.block !== undefined) ENDS[item.type]?.(item.block, out)
  abandonMessage(item, out)
}

function endOf(answer: Answer, response: Json, isIncomplete: boolean): TurnEvent {
  const why = text(object(response.incomplete_details).reason) ?? ''
  const model = text(response.model)
  const tier = text(response.service_tier)
  return {
    type: 'turn-end',
    reason: isIncomplete ? (INCOMPLETE[why] ?? 'output-limit') : finishReason(answer),
    usage: readUsage(response, answer.searches),
    reported: {...(model === undefined ? {} : {model}), ...(tier === undefined ? {} : {tier})},
  }
}

function finishReason(answer: Answer): StopReason {
  if (answer.called) return 'tool-call'
  return answer.refused ? 'refusal' : 'end'
}
