import type {BlockEnd, BlockStart, Reported, StopReason, TurnEvent, Usage} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'

/** A whole answer, blocks in the order in which they began. */
export interface FoldedTurn {
  readonly id: string
  readonly model: string
  readonly blocks: readonly FoldedBlock[]
  readonly reason: StopReason
  readonly usage: Usage
  readonly reported: Reported
  readonly stopSequence?: string
}

export interface FoldedBlock {
  readonly start: BlockStart
  readonly text: string
  readonly end: BlockEnd
}

interface Growing {
  readonly start: BlockStart
  readonly pieces: string[]
  end?: BlockEnd
}

/** Throws the fault of a turn that failed; one that just stops was cut off. */
export function foldTurn(events: Iterable<TurnEvent>): FoldedTurn {
  const blocks = new Map<number, Growing>()
  let head = {id: '', model: ''}
  for (const event of events) {
    switch (event.type) {
      case 'turn-start':
        head = {id: event.id, model: event.model}
        break
      case 'turn-error':
        throw turnError(event.fault)
      case 'turn-end': {
        const {type: _type, ...end} = event
        return {...head, blocks: [...blocks.values()].flatMap(whole), ...end}
      }
      default:
        grow(blocks, event)
    }
  }
  throw turnError({blame: 'upstream', kind: 'cut-stream', message: "The upstream's answer was cut off."})
}

function grow(blocks: Map<number, Growing>, event: TurnEvent): void {
  if (event.type === 'block-start') blocks.set(event.block, {start: event.content, pieces: []})
  if (event.type === 'block-delta') blocks.get(event.block)?.pieces.push(event.text)
  if (event.type !== 'block-end') return
  const block = blocks.get(event.block)
  if (block !== undefined) block.end = event.content
}

function whole({start, pieces, end}: Growing): readonly FoldedBlock[] {
  return end === undefined ? [] : [{start, text: pieces.join(''), end}]
}
