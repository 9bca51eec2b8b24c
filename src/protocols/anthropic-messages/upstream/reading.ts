import type {ToolNames, TurnEvent} from '../../../contract/index.js'
import type {Json} from '../../json.js'
import type {Blocks} from '../../start-block.js'

export type Out = TurnEvent[]

/** What is remembered of one answer while it is read. */
export interface Reading extends Blocks {
  readonly toolNames: ToolNames
  readonly now: (() => number) | undefined
  started: boolean
  ended: boolean
  /** Blocks on the wire that are not over, by their number there. */
  readonly open: Map<unknown, OpenBlock>
  /** Searches whose results have not come, by the id that the results name. */
  readonly searches: Map<string, {readonly block: number; query: string}>
  called: boolean
  usage: Json
  stop: {readonly reason: string; readonly sequence: string | undefined} | undefined
  model: string | undefined
}

/** A block of the wire while it is read. */
export interface OpenBlock {
  delta(delta: Json, out: Out): void
  stop(out: Out): void
  /** A call without its end must not be run. */
  readonly mustEnd?: boolean
}

export function newReading(toolNames: ToolNames, now: (() => number) | undefined): Reading {
  return {
    toolNames,
    now,
    started: false,
    ended: false,
    blocks: 0,
    open: new Map(),
    searches: new Map(),
    useful: false,
    called: false,
    usage: {},
    stop: undefined,
    model: undefined,
  }
}
