import type {TurnEvent} from '../../contract/index.js'
import {turnError} from '../../errors/turn-error.js'
import type {AnswerContext} from '../client-protocol.js'
import {inOrder} from '../in-order.js'
import {object, text} from '../json.js'
import {stepAll} from '../transducer.js'
import {finishReason, wireHead, wireTier, wireUsage} from './wire.js'
import type {Delta} from './write-block.js'
import {type Step, stepWriter} from './write-steps.js'

/** All deltas put together. */
export function writeMessage(events: Iterable<TurnEvent>, answer: AnswerContext): unknown {
  const stage = inOrder(stepWriter(answer), answer)
  const [state, steps] = stepAll(stage, stage.initial(), [...events])
  let id = ''
  const message: Record<string, unknown> = {}
  for (const step of [...steps, ...stage.end(state)]) {
    if (step.type === 'start') id = step.id
    if (step.type === 'delta') merge(message, step.delta)
    if (step.type === 'error') throw turnError(step.fault)
    if (step.type === 'end') return completion(id, message, step, answer)
  }
  return undefined
}

function merge(message: Record<string, unknown>, delta: Delta): void {
  for (const [key, value] of Object.entries(delta)) {
    if (key === 'tool_calls') message[key] = mergeCalls(message[key], value)
    else if (Array.isArray(value)) message[key] = [...((message[key] as unknown[] | undefined) ?? []), ...value]
    else message[key] = key === 'role' ? value : (text(message[key]) ?? '') + String(value)
  }
}

function mergeCalls(known: unknown, added: unknown): readonly Delta[] {
  const calls = [...((known as Delta[] | undefined) ?? [])]
  for (const {index, ...call} of added as readonly (Delta & {readonly index: number})[]) {
    const before = calls[index]
    calls[index] = before === undefined ? call : {...before, function: joinArguments(before.function, call.function)}
  }
  return calls
}

function joinArguments(before: unknown, added: unknown): Delta {
  const known = object(before)
  return {...known, arguments: `${text(known.arguments) ?? ''}${text(object(added).arguments) ?? ''}`}
}

function completion(
  id: string,
  message: Delta,
  {event, message: written}: Extract<Step, {type: 'end'}>,
  answer: AnswerContext,
): unknown {
  const {content, refusal = null, ...rest} = message
  const whole = {...rest, content: content === '' ? null : content, refusal}
  return {
    ...wireHead(id, 'chat.completion', answer),
    choices: [{index: 0, message: whole, logprobs: null, finish_reason: finishReason(event, written)}],
    usage: wireUsage(event.usage),
    ...wireTier(event),
  }
}
