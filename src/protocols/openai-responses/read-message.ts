import type {Citation} from '../../contract/index.js'
import {type Json, list, number, object, text} from '../json.js'
import {writeBlock} from '../start-block.js'
import {type Answer, endBlock, type Item, type Out, type Part, partOf, startBlock} from './answer.js'

/** A part of a message on the wire: its type here, and the field that holds its text. */
const PARTS: Readonly<Record<string, {readonly type: 'text' | 'refusal'; readonly field: string}>> = {
  output_text: {type: 'text', field: 'text'},
  text: {type: 'text', field: 'text'},
  refusal: {type: 'refusal', field: 'refusal'},
}

/** A block begins with its first character: an empty part leaves no trace. */
export function addText(answer: Answer, item: Item, key: string, type: 'text' | 'refusal', piece: string, out: Out) {
  const part = partOf(item, key)
  if (piece === '' || part.ended) return
  if (part.block === undefined) {
    part.type = type
    part.block = startBlock(answer, {type}, out)
    if (type === 'refusal') answer.refused = true
  }
  part.length += piece.length
  writeBlock(part.block, piece, out)
}

/** The whole text of a part is known: what no delta brought follows. */
export function fillText(answer: Answer, item: Item, key: string, type: 'text' | 'refusal', whole: string, out: Out) {
  addText(answer, item, key, type, whole.slice(item.parts.get(key)?.length ?? 0), out)
}

export function addCitation(item: Item, key: string, annotation: unknown): void {
  partOf(item, key).citations.push(object(annotation))
}

export function finishPart(answer: Answer, item: Item, key: string, wire: Json, out: Out): void {
  const shape = PARTS[text(wire.type) ?? '']
  if (shape === undefined) return
  fillText(answer, item, key, shape.type, text(wire[shape.field]) ?? '', out)
  const annotations = list(wire.annotations).map(object)
  endPart(partOf(item, key), annotations, out)
}

export function finishMessage(answer: Answer, item: Item, wire: Json, out: Out): void {
  list(wire.content).forEach((part, index) => {
    finishPart(answer, item, String(index), object(part), out)
  })
  abandonMessage(item, out)
}

/** No end of the message came, but one of the turn: what was said stands. */
export function abandonMessage(item: Item, out: Out): void {
  for (const part of item.parts.values()) endPart(part, [], out)
}

function endPart(part: Part, annotations: readonly Json[], out: Out): void {
  if (part.block === undefined || part.ended) return
  part.ended = true
  const citations = (annotations.length > 0 ? annotations : part.citations).flatMap(readCitation)
  endBlock(part.block, part.type === 'refusal' ? {type: 'refusal'} : {type: 'text', citations}, out)
}

function readCitation(wire: Json): readonly Citation[] {
  const url = text(wire.url)
  if (wire.type !== 'url_citation' || url === undefined) return []
  const start = number(wire.start_index) ?? 0
  return [{url, title: text(wire.title) ?? url, start, end: number(wire.end_index) ?? start}]
}
