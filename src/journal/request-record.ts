import type {Effort, FaultKind, Protocol, Tier} from '../contract/index.js'
import type {EffortSource} from '../models/resolve.js'

/**
 * One request that the proxy answered, in counts, ids, names, times and codes: nothing of what was said. It is what
 * `--verbose`, the usage journal and the dashboard know. Times: milliseconds; `at` since the epoch.
 */
export interface RequestRecord {
  readonly id: string
  readonly at: number
  /** The start that it belongs to (`LaunchOptions.id`). */
  readonly launch?: string
  readonly provider: string
  readonly profile: string
  readonly protocol: Protocol
  /** Id and nickname of who served it, or was tried last. */
  readonly account?: {readonly id: string; readonly nickname: string}
  /** The model as the client wrote it. */
  readonly asked: string
  /** As it went upstream; absent when nothing did. */
  readonly sent?: {
    readonly model: string
    readonly effort?: string
    readonly tier?: string
    /** Absent when nobody answered. */
    readonly transport?: 'http' | 'websocket'
  }
  readonly effort?: Effort
  readonly effortSource?: EffortSource
  /** The level that was asked for, where the model has another one for it. */
  readonly wantedEffort?: Effort
  readonly tier?: Tier
  /** What the upstream said it did. */
  readonly reported?: {readonly model?: string; readonly tier?: string}
  /** Why another model was sent than the one that was asked. */
  readonly fallback?: string
  /** What the client got. */
  readonly status: number
  readonly error?: {readonly kind: FaultKind; readonly message: string}
  /** Upstream requests beyond the first. */
  readonly retries: number
  readonly milliseconds: number
  readonly firstByteMilliseconds?: number
  readonly input: number
  readonly cached: number
  readonly output: number
  readonly reasoning: number
  readonly webSearches: number
  /** Keys, blocks and tools of the request that had no place, by name. */
  readonly dropped: readonly string[]
}
