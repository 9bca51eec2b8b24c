import type {BlockStart, Citation, ToolNames, TurnEvent} from '../../../contract/index.js'
import type {Json} from '../../json.js'
import type {Blocks} from '../../start-block.js'

export type Out = TurnEvent[]

/** What is remembered of one answer while it is read. */
export interface Reading extends Blocks {
  readonly toolNames: ToolNames
  readonly now: (() => number) | undefined
  started: boolean
  ended: boolean
  /** The text that is being said; calls stay open beside it. */
  open: OpenText | undefined
  readonly calls: Call[]
  /** UTF-16 units of all content so far. */
  length: number
  readonly said: Set<TextType>
  finish: string | undefined
  usage: Json | undefined
  model: string | undefined
  tier: string | undefined
}

export type TextType = Extract<BlockStart['type'], 'text' | 'refusal' | 'reasoning'>

export interface OpenText {
  readonly block: number
  readonly type: TextType
  /** Where in all content it begins. */
  readonly begins: number
  readonly citations: Citation[]
}

export interface Call {
  readonly index: number | undefined
  readonly id: string
  readonly block: number
}

export function newReading(toolNames: ToolNames, now: (() => number) | undefined): Reading {
  return {
    toolNames,
    now,
    started: false,
    ended: false,
    blocks: 0,
    open: undefined,
    calls: [],
    length: 0,
    useful: false,
    said: new Set(),
    finish: undefined,
    usage: undefined,
    model: undefined,
    tier: undefined,
  }
}
