import type {TurnEvent} from '../../src/contract/index.js'
import {faultOf, isTurnError} from '../../src/errors/turn-error.js'
import {type FoldedBlock, type FoldedTurn, foldTurn} from '../../src/protocols/fold-turn.js'
import {FAULT_ANSWERS} from '../../src/protocols/openai/fault-answers.js'
import {readReplay} from '../../src/protocols/replay.js'

export type Folded = Pick<FoldedTurn, 'blocks' | 'reason' | 'usage'> | {readonly fault: string}

/** A turn as a comparable value: what every dialect can carry, however it was cut into events. Failures go by their code. */
export function folded(events: Iterable<TurnEvent>): Folded {
  try {
    const {blocks, reason, usage} = foldTurn(events)
    const isCalled = blocks.some(({start}) => start.type === 'tool-call')
    return {blocks: blocks.map(settle), reason: reason === 'tool-call' && !isCalled ? 'end' : reason, usage}
  } catch (error) {
    if (!isTurnError(error)) throw error
    return {fault: FAULT_ANSWERS[faultOf(error).kind].code}
  }
}

/** No arguments are empty arguments; a seal comes back as it was before it was marked as ours. */
function settle({start, text, end}: FoldedBlock): FoldedBlock {
  if (start.type === 'tool-call' && text === '') return {start, text: '{}', end}
  if (end.type !== 'reasoning' || end.sealed === undefined) return {start, text, end}
  return {start, text, end: {...end, sealed: readReplay(end.sealed)?.sealed ?? end.sealed}}
}
