import {type Json, list, number, object, text} from '../json.js'
import {writeBlock} from '../start-block.js'
import {type Answer, endBlock, type Item, type Out, partOf, startBlock} from './answer.js'

const BETWEEN_PARTS = '\n\n'

export function startReasoning(answer: Answer, item: Item, out: Out): number {
  item.block ??= startBlock(answer, {type: 'reasoning'}, out)
  return item.block
}

/** All parts of one item are one block: a client takes each block for a thought of its own. */
export function addReasoning(answer: Answer, item: Item, key: string, piece: string, out: Out): void {
  if (piece === '' || item.done) return
  const block = startReasoning(answer, item, out)
  const part = partOf(item, key)
  if (part.length === 0 && item.sent !== '') writeBlock(block, BETWEEN_PARTS, out)
  item.sent = key
  part.length += piece.length
  writeBlock(block, piece, out)
}

export function fillReasoning(answer: Answer, item: Item, key: string, whole: string, out: Out): void {
  addReasoning(answer, item, key, whole.slice(item.parts.get(key)?.length ?? 0), out)
}

/** The seal of `output_item.done` is the one that counts; the one of `added` is a snapshot. */
export function finishReasoning(answer: Answer, item: Item, wire: Json, out: Out): void {
  list(wire.summary).forEach((part, index) => {
    fillReasoning(answer, item, summaryKey(index), text(object(part).text) ?? '', out)
  })
  list(wire.content).forEach((part, index) => {
    fillReasoning(answer, item, contentKey(index), text(object(part).text) ?? '', out)
  })
  const sealed = text(wire.encrypted_content)
  const block = startReasoning(answer, item, out)
  endBlock(block, sealed === undefined ? {type: 'reasoning'} : {type: 'reasoning', sealed}, out)
}

export const summaryKey = (index: unknown) => `s${number(index) ?? 0}`
export const contentKey = (index: unknown) => `c${number(index) ?? 0}`
