import type {BlockStart, TurnEvent} from '../contract/index.js'

/** What every reader of an upstream's answer counts. */
export interface Blocks {
  /** Begun so far: the number of the next one. */
  blocks: number
  /** Something that a client can use: text, a call, a refusal, a search. Reasoning alone is no answer. */
  useful: boolean
}

/** The number of the block. */
export function startBlock(answer: Blocks, content: BlockStart, out: TurnEvent[]): number {
  const block = answer.blocks++
  out.push({type: 'block-start', block, content})
  if (content.type !== 'reasoning') answer.useful = true
  return block
}

export function writeBlock(block: number, text: string, out: TurnEvent[]): void {
  if (text !== '') out.push({type: 'block-delta', block, text})
}
