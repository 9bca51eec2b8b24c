import type {ToolNames, TurnEvent} from '../../contract/index.js'
import {cutStream} from '../cut-stream.js'
import {type Json, list, number, object, parseJson, text} from '../json.js'
import {readBody, readMessages} from '../read-stream.js'
import type {Transducer} from '../transducer.js'
import {type Answer, findItem, type Item, newAnswer, newItem, type Out, startTurn} from './answer.js'
import {closeAnswer} from './close-answer.js'
import {cutAnswer, failAnswer} from './fail-answer.js'
import {addArguments, argumentsOf, fillArguments, finishCall, isCall, startCall} from './read-call.js'
import {readLimitsEvent} from './read-limits.js'
import {addCitation, addText, fillText, finishMessage, finishPart} from './read-message.js'
import {addReasoning, contentKey, fillReasoning, finishReasoning, startReasoning, summaryKey} from './read-reasoning.js'
import {finishSearch, startSearch} from './read-search.js'
import {scanDelta} from './scan-delta.js'
import {sseOrFault} from './sse-or-fault.js'

type Clock = () => number
type Handler = (answer: Answer, event: Json, out: Out) => void

/** Messages of a stream, each one JSON text, to events. */
export function messageReader(toolNames: ToolNames, now?: Clock): Transducer<Answer, string, TurnEvent> {
  return {
    initial: () => newAnswer(toolNames, now),
    step(answer, message) {
      const out: Out = []
      if (!answer.ended) readMessage(answer, scanDelta(message) ?? object(parseJson(message)), out)
      return [answer, out]
    },
    end(answer) {
      return answer.ended ? [] : [{type: 'turn-error', fault: cutStream()}]
    },
  }
}

export function readEvents(body: AsyncIterable<Uint8Array>, toolNames: ToolNames, now?: Clock) {
  return readBody(sseOrFault(now), messageReader(toolNames, now), body)
}

export function readFrames(messages: AsyncIterable<string>, toolNames: ToolNames, now?: Clock) {
  return readMessages(messageReader(toolNames, now), messages)
}

function readMessage(answer: Answer, event: Json, out: Out): void {
  const type = text(event.type) ?? (event.error === undefined ? '' : 'error')
  if (Object.hasOwn(HANDLERS, type)) HANDLERS[type]?.(answer, event, out)
}

const begin: Handler = (answer, event, out) => startTurn(answer, object(event.response), out)

const HANDLERS: Readonly<Record<string, Handler>> = {
  'response.created': begin,
  'response.queued': begin,
  'response.in_progress': begin,
  'response.output_item.added': addItem,
  'response.output_item.done': finishItem,
  'response.output_text.delta': textOf('text', 'delta', addText),
  'response.output_text.done': textOf('text', 'text', fillText),
  'response.refusal.delta': textOf('refusal', 'delta', addText),
  'response.refusal.done': textOf('refusal', 'refusal', fillText),
  'response.output_text.annotation.added': (answer, event) =>
    addCitation(itemFor(answer, event, 'message'), partKey(event), event.annotation),
  'response.content_part.done': (answer, event, out) =>
    finishPart(answer, itemFor(answer, event, 'message'), partKey(event), object(event.part), out),
  'response.reasoning_summary_text.delta': (answer, event, out) =>
    addReasoning(answer, reasoningFor(answer, event), summaryKey(event.summary_index), text(event.delta) ?? '', out),
  'response.reasoning_summary_text.done': (answer, event, out) =>
    fillReasoning(answer, reasoningFor(answer, event), summaryKey(event.summary_index), text(event.text) ?? '', out),
  'response.reasoning_text.delta': (answer, event, out) =>
    addReasoning(answer, reasoningFor(answer, event), contentKey(event.content_index), text(event.delta) ?? '', out),
  'response.reasoning_text.done': (answer, event, out) =>
    fillReasoning(answer, reasoningFor(answer, event), contentKey(event.content_index), text(event.text) ?? '', out),
  'response.function_call_arguments.delta': (answer, event, out) => {
    const item = findItem(answer, event.item_id, event.output_index)
    if (item?.type === 'function_call') addArguments(item, text(event.delta) ?? '', out)
  },
  'response.function_call_arguments.done': fillCall,
  'response.custom_tool_call_input.done': fillCall,
  'response.completed': close('completed'),
  'response.done': close('completed'),
  'response.incomplete': close('incomplete'),
  'response.failed': failAnswer,
  'response.cancelled': (answer, _event, out) => cutAnswer(answer, 'the upstream cancelled it', out),
  error: failAnswer,
  'codex.rate_limits': (answer, event, out) => {
    out.push({type: 'limits', limits: readLimitsEvent(event, answer.now?.())})
  },
  keepalive: (_answer, _event, out) => {
    out.push({type: 'keep-alive'})
  },
}

/** A message has one part when its events do not say which they mean. */
function partKey(event: Json): string {
  return String(number(event.content_index) ?? 0)
}

function textOf(type: 'text' | 'refusal', field: string, take: typeof addText): Handler {
  return (answer, event, out) =>
    take(answer, itemFor(answer, event, 'message'), partKey(event), type, text(event[field]) ?? '', out)
}

/** The item an event speaks of; one whose beginning was lost begins now. */
function itemFor(answer: Answer, event: Json, type: string): Item {
  const known = findItem(answer, event.item_id, event.output_index)
  return known?.type === type ? known : newItem(answer, type, event.item_id, event.output_index)
}

function reasoningFor(answer: Answer, event: Json): Item {
  return itemFor(answer, event, 'reasoning')
}

function fillCall(answer: Answer, event: Json, out: Out): void {
  const item = findItem(answer, event.item_id, event.output_index)
  if (item === undefined || !isCall(item) || item.block === undefined || item.done) return
  fillArguments(answer, item, argumentsOf({...event, type: item.type}), out)
}

interface ItemReader {
  start(answer: Answer, item: Item, wire: Json, out: Out): void
  finish(answer: Answer, item: Item, wire: Json, out: Out): void
}

const ITEMS: Readonly<Record<string, ItemReader>> = {
  message: {start: () => undefined, finish: finishMessage},
  reasoning: {start: (answer, item, _wire, out) => void startReasoning(answer, item, out), finish: finishReasoning},
  function_call: {start: startCall, finish: finishCall},
  custom_tool_call: {start: startCall, finish: finishCall},
  web_search_call: {
    start: (answer, item, wire, out) => void startSearch(answer, item, wire, out),
    finish: finishSearch,
  },
}

function readerOf(type: string): ItemReader | undefined {
  return Object.hasOwn(ITEMS, type) ? ITEMS[type] : undefined
}

function addItem(answer: Answer, event: Json, out: Out): void {
  const wire = object(event.item)
  const id = text(wire.id)
  if (id === undefined ? isOpen(answer, event, wire) : answer.byId.has(id)) return
  const item = newItem(answer, text(wire.type) ?? '', id, event.output_index)
  readerOf(item.type)?.start(answer, item, wire, out)
}

function isOpen(answer: Answer, event: Json, wire: Json): boolean {
  return answer.byIndex.get(number(event.output_index) ?? -1)?.type === wire.type
}

function finishItem(answer: Answer, event: Json, out: Out): void {
  finishAs(toldItem(answer, event), answer, event, out)
}

function toldItem(answer: Answer, event: Json): Item | undefined {
  const wire = object(event.item)
  const known = findItem(answer, wire.id, event.output_index)
  return known?.type === (text(wire.type) ?? '') ? known : undefined
}

function finishAs(told: Item | undefined, answer: Answer, event: Json, out: Out): void {
  const wire = object(event.item)
  const type = text(wire.type) ?? ''
  const item = told ?? newItem(answer, type, wire.id, event.output_index)
  if (item.done) return
  readerOf(type)?.finish(answer, item, wire, out)
  item.done = true
}

/** `response.done` of a WebSocket closes whatever way; its status says which. The last event may bring lost items. */
function close(status: string): Handler {
  return (answer, event, out) => {
    const response: Json = {status, ...object(event.response)}
    if (response.status === 'failed') {
      failAnswer(answer, event, out)
      return
    }
    finishOutput(answer, list(response.output), out)
    if (!answer.ended) closeAnswer(answer, response, out)
  }
}

/** Items of the last event stand at places of their own in some answers: what was told already must not come again. */
function finishOutput(answer: Answer, output: readonly unknown[], out: Out): void {
  const events = output.map((item, index) => ({item, output_index: index}))
  const known = new Set(events.map((event) => toldItem(answer, event)))
  const others = new Set(answer.items.filter((item) => !known.has(item)))
  for (const event of events) {
    if (answer.ended) return
    const told = toldItem(answer, event) ?? toldElsewhere(others, object(event.item))
    if (told !== undefined) others.delete(told)
    finishAs(told, answer, event, out)
  }
}

/** A call has an id of its own by which it is known. */
const SPOKEN: ReadonlySet<unknown> = new Set(['message', 'reasoning'])

/** The first one of its kind, unless ids tell them apart. */
function toldElsewhere(others: ReadonlySet<Item>, {type, id}: Json): Item | undefined {
  if (!SPOKEN.has(type)) return undefined
  return [...others].find((item) => item.type === type && (item.id === undefined || text(id) === undefined))
}
