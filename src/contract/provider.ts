import type {Account, Identity, Tokens} from './account.js'
import type {CatalogueModel, Model, PlanFallback, Slot} from './models.js'
import type {Protocol, Turn} from './turn.js'
import type {Limits, TurnEvent} from './turn-event.js'
import type {TurnFault} from './turn-fault.js'

/** Who answers. An optional ability is the presence of its member. */
export interface ProviderPlugin {
  readonly contract: 1
  readonly id: string
  readonly title: string
  /** Origins (`https://host[:port]`) that a token of this provider may be sent to; the kit's HTTP client refuses others. */
  readonly origins: readonly string[]
  /** For a provider whose users type its address: where the secrets of one account may be sent, in place of `origins`. */
  originsOf?(account: Account): readonly string[]
  readonly models: readonly Model[]
  /** Slots of a fresh settings file; `default` is required, the others fall back to it. */
  readonly slots: Readonly<Partial<Record<Slot, string>>> & {readonly default: string}
  /** The runtime that is started when nobody chose one. */
  readonly defaultRuntime: string
  readonly signIn: SignIn

  /** Reads identity and plan out of tokens, without network. Throws when they do not say. */
  identify(tokens: Tokens): Identity
  /** The model sent in place of `model` on `plan`; `undefined` when the plan may use it. `plan` `undefined`: what would be safe. */
  fallback?(model: string, plan: string | undefined): PlanFallback | undefined
  /** Trades the refresh token. Rejects with a `TurnError`: blame `account` is permanent, anything else passes. */
  refresh?(tokens: Tokens, signal: AbortSignal): Promise<Tokens>
  /** Best effort; rejects when the issuer did not take it. */
  revoke?(tokens: Tokens, signal: AbortSignal): Promise<void>

  /**
   * Starts a turn. Rejects with a `TurnError` as long as nothing was promised: another account may be tried.
   * Resolves after the first meaningful upstream event; from there failures are `turn-error` events.
   */
  open(turn: Turn, account: Account, signal: AbortSignal): Promise<OpenTurn>
  /** Forwards a request that already speaks `relayProtocol`; the same line between rejecting and answering. */
  relay?(request: RelayRequest, account: Account, signal: AbortSignal): Promise<RelayAnswer>
  readonly relayProtocol?: Protocol
  /** Quota, without spending any. */
  usage?(account: Account, signal: AbortSignal): Promise<Limits>
  /** The upstream's own list of models. */
  catalogue?(account: Account, signal: AbortSignal): Promise<readonly CatalogueModel[]>
}

/** Events come in batches, one for each chunk that arrived; pulling is backpressure. */
export interface OpenTurn {
  readonly events: AsyncIterable<readonly TurnEvent[]>
  readonly sent: Sent
  /** Limits that came with the reply's headers; asked for once the first bytes have left. */
  readonly limits?: Limits
}

/** What went upstream, for `--verbose` and the journal. */
export interface Sent {
  readonly model: string
  readonly effort?: string
  readonly tier?: string
  readonly transport: 'http' | 'websocket'
  /** Client keys, blocks and tools that had no place upstream, by name. */
  readonly dropped: readonly string[]
}

export interface RelayRequest {
  /** What follows the endpoint: `''` for a turn, `'/compact'` for a remote compaction. */
  readonly path: '' | '/compact'
  /** Parsed once; unknown keys are carried. Model, effort and tier are already resolved in it. */
  readonly body: Readonly<Record<string, unknown>>
  /** The bytes that `body` says; absent where it says something else by now. */
  readonly source?: Uint8Array
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly session: Turn['session']
  readonly model: Turn['model']
  /** Sealed contents of items, as they stand in the body, that another account made: those items go no further. */
  readonly foreign: ReadonlySet<string>
}

export interface RelayAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Raw bytes; the first chunk holds the first meaningful event. Rejects where it ends without its close. */
  readonly body: AsyncIterable<Uint8Array>
  readonly sent: Sent
  readonly limits?: Limits
  /** Resolves when the body has ended: how the answer closed, for the pool and the journal. */
  readonly outcome: Promise<RelayOutcome>
}

export type RelayOutcome =
  | {readonly ended: true; readonly usage?: Extract<TurnEvent, {type: 'turn-end'}>['usage']; readonly limits?: Limits}
  | {readonly ended: false; readonly fault: TurnFault}

/** How an account is signed in. The host runs the flow; a provider only describes it. */
export type SignIn = OAuthSignIn | ApiKeySignIn

export interface OAuthSignIn {
  readonly type: 'oauth'
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirect: {readonly host: string; readonly ports: readonly number[]; readonly path: string}
  readonly authorizationParameters: Readonly<Record<string, string>>
  readonly device?: DeviceSignIn
  /** A login that another program keeps on this machine, for `--import`. */
  readonly native?: {
    readonly title: string
    readonly defaultPath: (env: Environment) => string
    readonly read: (text: string) => Tokens
  }
}

/** Device sign-in in two calls of the provider's own shape; the host shows the code, waits and stops. */
export interface DeviceSignIn {
  readonly verificationPage: string
  /** Said when either is refused, by an error that is no `TurnError`: the setting that allows it. */
  readonly hint: string
  start(signal: AbortSignal): Promise<{
    readonly userCode: string
    readonly handle: string
    readonly intervalSeconds: number
    readonly expiresInSeconds: number
  }>
  /** `undefined` while the user has not finished. A `TurnError` without a status is passed over, and asked again. */
  poll(
    handle: string,
    signal: AbortSignal,
  ): Promise<{readonly code: string; readonly verifier: string; readonly redirectUri: string} | undefined>
}

export interface ApiKeySignIn {
  readonly type: 'api-key'
  /** Shown at the prompt. */
  readonly question: string
  /** Asked besides the key, stored with it; each has its default. */
  readonly fields?: readonly {
    readonly name: string
    readonly question: string
    readonly default?: string
    readonly choices?: readonly string[]
  }[]
}

export type Environment = Readonly<Record<string, string | undefined>>
