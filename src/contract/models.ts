import type {Effort, Tier} from './effort.js'

/** The role a runtime gives a model. */
export type Slot = 'default' | 'opus' | 'sonnet' | 'haiku' | 'subagent'

/** One row of a provider's bundled table. The upstream's catalogue is laid over it when it can be had. */
export interface Model {
  readonly id: string
  readonly name: string
  /** Levels the model takes, lowest first; the last is its maximum. */
  readonly efforts: readonly Effort[]
  readonly tiers: readonly Tier[]
  /** Who may use it: everybody, every paid plan, or the plans of a preview. */
  readonly access: 'any' | 'paid' | 'preview'
  readonly notes: string
  /** Tokens; absent where unknown (272,000 is told to clients then). */
  readonly contextWindow?: number
  /** Shown first and used for new settings. */
  readonly recommended?: boolean
  /** Usable by id, left out of lists. */
  readonly hidden?: boolean
}

/** What a provider's live catalogue says of one model. Absent fields leave the bundled row as it is. */
export interface CatalogueModel {
  readonly id: string
  readonly name?: string
  readonly efforts?: readonly Effort[]
  readonly tiers?: readonly Tier[]
  readonly contextWindow?: number
  readonly hidden?: boolean
  /**
   * The upstream's whole entry as it came, where clients of its own dialect read such a list themselves: Codex asks
   * `/v1/models?client_version=…` for it. Nobody else reads it.
   */
  readonly entry?: Readonly<Record<string, unknown>>
}

/** A model that a plan may not use, and what is sent in its place. */
export interface PlanFallback {
  readonly model: string
  readonly reason: string
}
