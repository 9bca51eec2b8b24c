import type {Environment, RelayOutcome, RelayRequest} from './provider.js'
import type {Turn} from './turn.js'
import type {Limits, TurnEvent} from './turn-event.js'
import type {TurnError, TurnFault} from './turn-fault.js'

/** The host's hand-out: all that a plugin needs at run time, so that it has no dependencies of its own. */
export interface Kit {
  readonly env: Environment
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  readonly protocols: Protocols
  readonly oauth: OAuth
  readonly files: Files
  turnError(fault: TurnFault): TurnError
  isTurnError(error: unknown): error is TurnError
}

/** Honours HTTP(S)_PROXY, NO_PROXY and extra CAs; sends `authorization` only to the provider's declared origins; follows no redirect. */
export interface Http {
  /** Resolves on the reply's head, whatever its status; rejects with a `TurnError` of blame `upstream` or `client`. */
  request(request: HttpRequest): Promise<HttpReply>
  /** A WebSocket with headers; rejects with `HttpReply` fields in the fault's `status` when the upgrade is refused. */
  webSocket(request: {
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly signal: AbortSignal
  }): Promise<Socket>
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal: AbortSignal
  /** Milliseconds until the head must be there; default 30,000. */
  readonly headTimeout?: number
  /** Milliseconds of silence that end a body; default 300,000. */
  readonly idleTimeout?: number
}

export interface HttpReply {
  readonly status: number
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
  /** The whole body as text, at most 1 MiB; the rest is cut. */
  text(): Promise<string>
}

export interface Socket {
  send(text: string): void
  readonly messages: AsyncIterable<string>
  close(): void
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Rejects when the signal fires. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** Redacts what looks like a secret. `debug` is only kept when asked for. */
export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Reads only: what is written goes through `Plan.edits`. */
export interface Files {
  /** `undefined` when there is no such file. Throws, naming it, for what is not valid UTF-8: it could not be written back. */
  read(file: string): Promise<string | undefined>
  /** Throws with file, line and column. */
  parseToml(text: string, file: string): Readonly<Record<string, unknown>>
  parseJson(text: string, file: string): unknown
}

/** Upstream dialects as values: a provider that speaks one is an endpoint, headers and a model table. */
export interface Protocols {
  readonly 'openai-responses': UpstreamProtocol
  readonly 'openai-chat': UpstreamProtocol
  readonly 'anthropic-messages': UpstreamProtocol
}

export interface UpstreamProtocol {
  /** The body for a turn. `account` is the fingerprint that replay must carry to be sent. */
  writeRequest(
    turn: Turn,
    account: {readonly fingerprint: string},
  ): {
    readonly body: Readonly<Record<string, unknown>>
    readonly dropped: readonly string[]
    readonly toolNames: ToolNames
  }
  /**
   * Bytes to events, one batch a chunk. A body that ends early ends in `turn-error`. `now` is asked when the answer
   * names a time relative to it ("try again in 2s"); without it such hints are left out.
   */
  readEvents(
    body: AsyncIterable<Uint8Array>,
    toolNames: ToolNames,
    now?: () => number,
  ): AsyncIterable<readonly TurnEvent[]>
  /** The same for frames of a WebSocket: one JSON text each. */
  readFrames?(
    messages: AsyncIterable<string>,
    toolNames: ToolNames,
    now?: () => number,
  ): AsyncIterable<readonly TurnEvent[]>
  /** A refused request: status, headers, body text. */
  readError(
    reply: {readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string},
    now: number,
  ): TurnFault
  /** Quota in the headers of a reply; `undefined` when they say nothing of it. */
  readLimits?(headers: Readonly<Record<string, string>>, now: number): Limits | undefined
  /** Waits for the first meaningful event; a `turn-error` before it is thrown. */
  peek(events: AsyncIterable<readonly TurnEvent[]>): Promise<AsyncIterable<readonly TurnEvent[]>>
  readonly relay?: RelayProtocol
}

/** For clients that speak the upstream's own dialect: only what must change changes, nothing is re-parsed that need not be. */
export interface RelayProtocol {
  writeBody(request: RelayRequest): {
    readonly body: Readonly<Record<string, unknown>>
    /** The body as JSON: what did not change goes as the bytes that it came in. */
    readonly json: Uint8Array
    readonly dropped: readonly string[]
  }
  /**
   * Resolves with the bytes as they came, once the first meaningful event is among them; rejects with a `TurnError`
   * before it. The body rejects where it breaks off; how it closed is told soon after its end. `path` is the
   * request's: one JSON text is no answer to a turn, whatever it says.
   */
  watch(
    body: AsyncIterable<Uint8Array>,
    now?: () => number,
    path?: RelayRequest['path'],
  ): Promise<{readonly body: AsyncIterable<Uint8Array>; readonly outcome: Promise<RelayOutcome>}>
}

/** Upstream name → the client's own name, for names the upstream would refuse. */
export type ToolNames = ReadonlyMap<string, string>

export interface OAuth {
  /** The standard refresh grant, form-encoded. Resolves with status and parsed body, whatever the status. */
  refresh(request: {
    readonly tokenEndpoint: string
    readonly clientId: string
    readonly refreshToken: string
    readonly scopes?: readonly string[]
    readonly signal: AbortSignal
  }): Promise<{
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
    readonly text: string
  }>
  /** The claims of a JWT; no signature is checked. Throws when it is none. */
  claims(token: string): Readonly<Record<string, unknown>>
}
