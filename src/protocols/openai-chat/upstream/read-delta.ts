import type {Citation} from '../../../contract/index.js'
import {type Json, list, number, object, text} from '../../json.js'
import {startBlock} from '../../start-block.js'
import type {Call, Out, Reading, TextType} from './reading.js'

/** What one chunk adds. Servers call a thought by two names. */
export function readDelta(reading: Reading, delta: Json, out: Out): void {
  say(reading, 'reasoning', text(delta.reasoning_content) ?? text(delta.reasoning) ?? '', out)
  say(reading, 'text', contentOf(delta.content), out)
  say(reading, 'refusal', text(delta.refusal) ?? '', out)
  for (const annotation of list(delta.annotations)) cite(reading, object(annotation))
  list(delta.tool_calls).forEach((piece, at) => {
    readCall(reading, object(piece), at, out)
  })
}

/** Text, or parts of it. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content
  return list(content)
    .map((part) => text(object(part).text) ?? '')
    .join('')
}

function say(reading: Reading, type: TextType, piece: string, out: Out): void {
  if (piece === '') return
  const isNew = reading.open?.type !== type
  const gap = isNew && reading.said.has(type) && piece.startsWith(PARAGRAPH) ? PARAGRAPH.length : 0
  if (type === 'text') reading.length += piece.length
  if (isNew) startText(reading, type, reading.length - piece.length + gap, out)
  if (reading.open !== undefined) out.push({type: 'block-delta', block: reading.open.block, text: piece.slice(gap)})
}

/** What stands between two texts of the one message is no part of either. */
const PARAGRAPH = '\n\n'

function startText(reading: Reading, type: TextType, begins: number, out: Out): void {
  endText(reading, out)
  reading.said.add(type)
  reading.open = {block: startBlock(reading, {type}, out), type, begins, citations: []}
}

export function endText(reading: Reading, out: Out): void {
  const {open} = reading
  if (open === undefined) return
  reading.open = undefined
  const {block, type, citations} = open
  out.push({type: 'block-end', block, content: type === 'text' ? {type, citations} : {type}})
}

/** Places count from the beginning of all content. */
function cite({open}: Reading, annotation: Json): void {
  const told = object(annotation.url_citation)
  const url = text(told.url)
  if (open?.type !== 'text' || url === undefined) return
  const place = (at: unknown): number => Math.max(0, (number(at) ?? 0) - open.begins)
  const citation: Citation = {
    url,
    title: text(told.title) ?? url,
    start: place(told.start_index),
    end: place(told.end_index),
  }
  open.citations.push(citation)
}

/** A piece of a call, by its place; some servers give every call the same place, and another id. */
function readCall(reading: Reading, piece: Json, at: number, out: Out): void {
  const index = number(piece.index) ?? (piece.id === undefined ? reading.calls.at(-1)?.index : at)
  const id = text(piece.id)
  const told = {...object(piece.function), ...object(piece.custom)}
  const call = findCall(reading, index, id) ?? startCall(reading, {index, id, name: text(told.name)}, out)
  const written = text(told.arguments) ?? text(told.input) ?? ''
  if (call !== undefined && written !== '') out.push({type: 'block-delta', block: call.block, text: written})
}

function findCall({calls}: Reading, index: number | undefined, id: string | undefined): Call | undefined {
  const known = calls.findLast((call) => call.index === index)
  return known === undefined || id === undefined || id === '' || known.id === id ? known : undefined
}

function startCall(
  reading: Reading,
  {index, id, name}: {readonly index: number | undefined; readonly id: string | undefined; readonly name?: string},
  out: Out,
): Call | undefined {
  if (name === undefined || name === '') return undefined
  endText(reading, out)
  const callId = id || `call_${reading.calls.length}`
  const block = startBlock(reading, {type: 'tool-call', callId, name: reading.toolNames.get(name) ?? name}, out)
  const call: Call = {index, id: id ?? '', block}
  reading.calls.push(call)
  return call
}

export function endCalls({calls}: Reading, out: Out): void {
  for (const {block} of calls) out.push({type: 'block-end', block, content: {type: 'tool-call'}})
}
