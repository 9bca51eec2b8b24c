import type {BlockEnd, BlockStart, ToolNames, TurnEvent} from '../../contract/index.js'
import {type Json, number, text} from '../json.js'
import {type Blocks, startBlock as countBlock} from '../start-block.js'

/** What is remembered of one answer while it is read. */
export interface Answer extends Blocks {
  readonly toolNames: ToolNames
  readonly now: (() => number) | undefined
  started: boolean
  /** A terminal event came; what follows is ignored. */
  ended: boolean
  called: boolean
  refused: boolean
  searches: number
  readonly callIds: Set<string>
  /** In the order in which they began, those without id and place too. */
  readonly items: Item[]
  readonly byId: Map<string, Item>
  readonly byIndex: Map<number, Item>
}

/** One item of the answer's output. */
export interface Item {
  readonly type: string
  readonly id: string | undefined
  done: boolean
  /** The item's own block; a message has one for each part instead. */
  block: number | undefined
  /** Text of a call's arguments as far as it was given out. */
  sent: string
  readonly parts: Map<string, Part>
}

export interface Part {
  type: 'text' | 'refusal'
  block: number | undefined
  ended: boolean
  /** UTF-16 units given out. */
  length: number
  citations: Json[]
}

export type Out = TurnEvent[]

export function newAnswer(toolNames: ToolNames, now: (() => number) | undefined): Answer {
  return {
    toolNames,
    now,
    started: false,
    ended: false,
    blocks: 0,
    useful: false,
    called: false,
    refused: false,
    searches: 0,
    callIds: new Set(),
    items: [],
    byId: new Map(),
    byIndex: new Map(),
  }
}

/**
 * By id, else by place: some backends change ids between the events of one item, some leave them out. An event with
 * neither speaks of the item that is being told.
 */
export function findItem(answer: Answer, id: unknown, index: unknown): Item | undefined {
  const place = number(index)
  if (typeof id !== 'string' && place === undefined) return answer.items.findLast(({done}) => !done)
  return (typeof id === 'string' ? answer.byId.get(id) : undefined) ?? answer.byIndex.get(place ?? -1)
}

export function newItem(answer: Answer, type: string, id: unknown, index: unknown): Item {
  const item: Item = {type, id: text(id), done: false, block: undefined, sent: '', parts: new Map()}
  answer.items.push(item)
  if (item.id !== undefined) answer.byId.set(item.id, item)
  const place = number(index)
  if (place !== undefined) answer.byIndex.set(place, item)
  return item
}

export function partOf(item: Item, key: string): Part {
  const known = item.parts.get(key)
  if (known !== undefined) return known
  const part: Part = {type: 'text', block: undefined, ended: false, length: 0, citations: []}
  item.parts.set(key, part)
  return part
}

export function startTurn(answer: Answer, response: Json, out: Out): void {
  if (answer.started) return
  answer.started = true
  out.push({type: 'turn-start', id: text(response.id) ?? '', model: text(response.model) ?? ''})
}

/** Some backends begin a block before they begin the turn. */
export function startBlock(answer: Answer, content: BlockStart, out: Out): number {
  startTurn(answer, {}, out)
  return countBlock(answer, content, out)
}

export function endBlock(block: number, content: BlockEnd, out: Out): void {
  out.push({type: 'block-end', block, content})
}
