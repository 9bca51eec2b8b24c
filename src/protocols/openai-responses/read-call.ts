import {type Json, parseJson, text} from '../json.js'
import {writeBlock} from '../start-block.js'
import {type Answer, endBlock, type Item, type Out, startBlock} from './answer.js'
import {cutAnswer} from './fail-answer.js'

/** Begins a call once its name and id are known; a call that was given out already is not begun again. */
export function startCall(answer: Answer, item: Item, wire: Json, out: Out): void {
  const name = text(wire.name)
  const callId = text(wire.call_id) ?? text(wire.id)
  if (item.block !== undefined || !name || !callId || answer.callIds.has(callId)) return
  answer.callIds.add(callId)
  answer.called = true
  item.block = startBlock(answer, {type: 'tool-call', callId, name: answer.toolNames.get(name) ?? name}, out)
}

export function addArguments(item: Item, piece: string, out: Out): void {
  if (item.block === undefined || item.done) return
  item.sent += piece
  writeBlock(item.block, piece, out)
}

/** What was given out and is neither a beginning of the whole nor a call by itself must not be run. */
export function fillArguments(answer: Answer, item: Item, whole: string, out: Out): void {
  if (whole.startsWith(item.sent)) addArguments(item, whole.slice(item.sent.length), out)
  else if (!isWhole(item)) cutAnswer(answer, "a tool call's arguments do not fit together", out)
}

export function finishCall(answer: Answer, item: Item, wire: Json, out: Out): void {
  startCall(answer, item, wire, out)
  if (item.block === undefined) return
  fillArguments(answer, item, argumentsOf(wire) || item.sent || '{}', out)
  if (!answer.ended) endBlock(item.block, {type: 'tool-call'}, out)
}

const CALLS: ReadonlySet<string> = new Set(['function_call', 'custom_tool_call'])

export function isCall({type}: Item): boolean {
  return CALLS.has(type)
}

/** Whether the arguments given out so far are a whole call: the middle of an object may be JSON too. */
export function isWhole(item: Item): boolean {
  const parsed = parseJson(item.sent)
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
}

/** Free text of a custom tool becomes the one argument of an ordinary call. */
export function argumentsOf(wire: Json): string {
  if (wire.type === 'custom_tool_call') return JSON.stringify({input: text(wire.input) ?? ''})
  return text(wire.arguments) ?? ''
}
