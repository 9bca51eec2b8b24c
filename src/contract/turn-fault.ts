/** Whose failure it is; alone decides whether another account is tried. */
export type Blame = 'request' | 'account' | 'upstream' | 'client'

/** Stable code of a failure; `docs/errors.md` explains each, with the answer every protocol gives for it. */
export type FaultKind =
  // request: never retried elsewhere, never cools anything
  | 'invalid-request'
  | 'request-too-large'
  | 'context-overflow'
  | 'policy'
  | 'unknown-model'
  | 'outdated-client'
  /** The request leans on an earlier answer that is stored nowhere: the client can send the whole conversation. */
  | 'missing-history'
  /** Sealed reasoning that this account cannot read: repaired once, without it. */
  | 'stale-replay'
  /** The output schema was refused: repaired once, without it. */
  | 'refused-format'
  /** The schema of a tool was refused: repaired without that tool. */
  | 'refused-tool'
  // account: cools it until `retryAt`, the next one is tried
  | 'usage-limit'
  | 'throttled'
  | 'no-credits'
  | 'no-codex-plan'
  | 'model-denied'
  | 'token-expired'
  | 'needs-reauth'
  | 'revoked'
  | 'deactivated'
  // upstream: a small retry budget
  /** This machine's address is throttled, whatever account asks. */
  | 'address-throttled'
  | 'overloaded'
  | 'at-capacity'
  | 'server-error'
  | 'cut-stream'
  | 'timeout'
  | 'network'
  | 'network-blocked'
  | 'region-blocked'
  | 'empty-answer'
  // nobody left to try
  | 'no-account'
  | 'all-spent'
  // client
  | 'client-gone'

/** A failure in our words. Thrown as an `Error` that carries these fields (`kit.turnError`). */
export interface TurnFault {
  readonly blame: Blame
  readonly kind: FaultKind
  /** One sentence: what happened, to which account, why. Never a token, never HTML. */
  readonly message: string
  /** The upstream's status, where there was one. */
  readonly status?: number
  /** Milliseconds since the epoch; a hint, not a promise. */
  readonly retryAt?: number
  /** How far a limit reaches: the whole account, or the asked model's family only. */
  readonly scope?: 'account' | 'model'
  /** Input tokens against the window, when the upstream said. */
  readonly tokens?: {readonly used?: number; readonly limit?: number}
  /** The tool that was refused: its name as it was sent, its place in the list. */
  readonly tool?: {readonly name?: string; readonly index?: number}
  /** The plan the upstream named in its refusal. */
  readonly plan?: string
  /** The upstream's own word for a fault of blame `request`, e.g. `cyber_policy`: clients of its dialect may know it. */
  readonly code?: string
  /** What in the request such a fault is about, as the upstream names it, e.g. `reasoning.effort`. */
  readonly param?: string
}

export interface TurnError extends Error, Omit<TurnFault, 'message'> {
  /** `Symbol.for('ccs.turn-error')`: recognised across copies of ccs, unlike `instanceof`. */
  readonly mark: symbol
}
