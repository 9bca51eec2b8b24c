import type {EffortWish} from '../client-protocol.js'
import type {Note} from '../dropped.js'
import {type Json, list, number, object, text} from '../json.js'
import {readLevel} from '../read-level.js'

/** A level beats a budget. A message may carry a level of its own, which holds from there on. */
export function readEffort(request: Json, note: Note): EffortWish {
  const level = readLevel(latestEffort(request), note)
  const thinking = object(request.thinking)
  const budget = number(thinking.budget_tokens)
  switch (thinking.type) {
    case 'disabled':
      return {level: level ?? 'none'}
    case undefined:
    case 'adaptive':
    case 'auto':
    case 'enabled':
      return {...(level === undefined ? {} : {level}), ...(budget === undefined ? {} : {budget})}
    default:
      note(`thinking ${text(thinking.type) ?? typeof thinking.type}`)
      return level === undefined ? {} : {level}
  }
}

/** Thinking that nobody reads is not asked for in words; `omitted` means that. */
export function showsReasoning(request: Json): boolean {
  const {type, display} = object(request.thinking)
  return type !== undefined && type !== 'disabled' && display !== 'omitted'
}

function latestEffort(request: Json): unknown {
  const told = list(request.messages).findLast((message) => object(object(message).output_config).effort !== undefined)
  return object(object(told).output_config).effort ?? object(request.output_config).effort
}
