import type {TurnFault} from './turn-fault.js'

/**
 * One step of an answer. `block` numbers are the upstream's own order; blocks may interleave here
 * (a client that wants one at a time gets `one-block-at-a-time` behind it). Every `block-start` has its `block-end`
 * before a `turn-end`; after a `turn-error` what is open stays open, since an end says that a block is whole.
 * Exactly one `turn-end` or `turn-error` closes the turn.
 */
export type TurnEvent =
  | {readonly type: 'turn-start'; readonly id: string; readonly model: string}
  | {readonly type: 'block-start'; readonly block: number; readonly content: BlockStart}
  | {readonly type: 'block-delta'; readonly block: number; readonly text: string}
  | {readonly type: 'block-end'; readonly block: number; readonly content: BlockEnd}
  | {readonly type: 'keep-alive'}
  | {readonly type: 'limits'; readonly limits: Limits}
  | {
      readonly type: 'turn-end'
      readonly reason: StopReason
      readonly usage: Usage
      readonly reported: Reported
      /** The text that ended it, with reason `stop-sequence`. */
      readonly stopSequence?: string
    }
  | {readonly type: 'turn-error'; readonly fault: TurnFault}

export type BlockStart =
  | {readonly type: 'text'}
  | {readonly type: 'refusal'}
  | {readonly type: 'reasoning'}
  | {readonly type: 'tool-call'; readonly callId: string; readonly name: string}
  | {readonly type: 'web-search'; readonly id: string}

/** What is only known once a block is complete. Text of the block came as deltas, all of it. */
export type BlockEnd =
  | {readonly type: 'text'; readonly citations: readonly Citation[]}
  | {readonly type: 'refusal'}
  | {readonly type: 'reasoning'; readonly sealed?: string}
  | {readonly type: 'tool-call'}
  | {
      readonly type: 'web-search'
      readonly query: string
      readonly results: readonly {readonly title: string; readonly url: string}[]
    }

/** Offsets are UTF-16 units into the block's text. */
export interface Citation {
  readonly url: string
  readonly title: string
  readonly start: number
  readonly end: number
}

export type StopReason = 'end' | 'tool-call' | 'output-limit' | 'refusal' | 'stop-sequence' | 'context-overflow'

/** Tokens. `cached` and `cacheWrite` are contained in `input`, `reasoning` in `output`. */
export interface Usage {
  readonly input: number
  readonly cached: number
  readonly cacheWrite: number
  readonly output: number
  readonly reasoning: number
  readonly webSearches: number
}

/** What the upstream said it did; never what we wish it did. */
export interface Reported {
  readonly model?: string
  readonly tier?: string
}

/** Quota windows as an answer or the usage endpoint reports them. */
export interface Limits {
  readonly plan?: string
  readonly limitReached?: boolean
  readonly windows: readonly Window[]
  /** Limits of one model or feature, apart from the account's own windows. */
  readonly features: readonly {readonly name: string; readonly windows: readonly Window[]}[]
  /** Names of those that are said not to be reached, of such as nobody has touched too; absent where nothing is said. */
  readonly freeFeatures?: readonly string[]
  readonly credits?: {readonly balance: string | null; readonly unlimited: boolean}
  /** Resets that the account holds and may spend by hand. */
  readonly resetCredits?: number
}

/** One quota limit. `seconds` is its length and what names it; `usedPercent` 0–100; `resetAt` ms since the epoch. */
export interface Window {
  readonly seconds: number
  readonly usedPercent: number | null
  readonly used: number | null
  readonly limit: number | null
  readonly unit: string | null
  readonly resetAt: number | null
}
