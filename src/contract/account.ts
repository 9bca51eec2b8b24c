/** The secrets of one account as its token file keeps them. */
export interface Tokens {
  readonly accessToken: string
  /** Absent for API-key accounts. */
  readonly refreshToken?: string
  readonly idToken?: string
  /** Milliseconds since the epoch when the access token ends; absent = does not end. */
  readonly expiresAt?: number
  /** What the file says of its owner, for tokens that do not say it themselves. */
  readonly accountId?: string
  readonly email?: string
  /** Answers to the questions of an API-key sign-in. */
  readonly fields?: Readonly<Record<string, string>>
}

/** Who a sign-in belongs to. `(accountId, userId)` is the identity; e-mail and plan are labels. */
export interface Identity {
  readonly accountId: string
  readonly userId: string
  readonly email: string
  readonly plan?: string
  /** When what is paid for ends, milliseconds since the epoch; as of the sign-in or its last refresh. */
  readonly subscriptionEndsAt?: number
}

/** One signed-in account as the host hands it to its own provider, fresh for this request. */
export interface Account {
  /** Opaque; stable over re-authentication. */
  readonly id: string
  readonly nickname: string
  readonly identity: Identity
  readonly accessToken: string
  /** Short, not reversible; tags `Replay.account`. */
  readonly fingerprint: string
  /** Answers to the questions of an API-key sign-in. */
  readonly fields?: Readonly<Record<string, string>>
}

export type AccountStateCode =
  | 'ready'
  | 'cooling'
  | 'needs_reauth'
  | 'revoked'
  | 'deactivated'
  | 'region_blocked'
  | 'network_blocked'
  | 'unknown'

/** Only `cooling` recovers by itself. `until`: milliseconds since the epoch. */
export interface AccountState {
  readonly code: AccountStateCode
  readonly until: number | null
  readonly message: string | null
}
