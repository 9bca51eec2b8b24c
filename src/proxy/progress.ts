import type {TurnError} from '../contract/index.js'
import type {Repair} from './fates.js'

/** What was done for one request so far. */
export interface Progress {
  readonly tried: Set<string>
  readonly repairs: Set<Repair>
  /** What refusals named tools by: the same one twice means that leaving it out did not help. */
  readonly leftOut: Set<string>
  /** Accounts that were asked a second time, or whose token was renewed. */
  readonly again: Set<string>
  readonly renewed: Map<string, string>
  trips: number
  /** Each that was met, in order, with its account named. */
  readonly faults: TurnError[]
  /** Accounts that failed on the request in a way that it may have caused itself. */
  readonly suspects: Set<string>
}

export function newProgress(): Progress {
  return {
    tried: new Set(),
    repairs: new Set(),
    leftOut: new Set(),
    again: new Set(),
    renewed: new Map(),
    trips: 0,
    faults: [],
    suspects: new Set(),
  }
}
