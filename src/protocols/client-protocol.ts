import type {Effort, Protocol, Tier, Turn, TurnEvent, TurnFault, Usage} from '../contract/index.js'
import type {Transducer} from './transducer.js'

/** A dialect that clients speak to the proxy, as values: the proxy knows no other fact about it. */
export interface ClientProtocol {
  readonly id: Protocol
  /** Throws a `TurnError` of blame `request` for what cannot be a request of this dialect. */
  readRequest(body: unknown, headers: Readonly<Record<string, string | undefined>>): ReadRequest
  /** Events to the text of SSE messages, in the order the client wants blocks. */
  writeEvents(answer: AnswerContext): Transducer<unknown, TurnEvent, string>
  /** The whole answer for a client that does not stream: the fold of the same events. A `turn-error` among them is thrown. */
  writeMessage(events: Iterable<TurnEvent>, answer: AnswerContext): unknown
  /** A failure before the first byte. */
  writeError(fault: TurnFault, now: number): WrittenError
  /** Sent in silence so that the client's idle limit is not reached; absent where comments do. */
  readonly ping: string
}

export interface ReadRequest {
  /** `model.id` is still what was asked; `route` resolves it. */
  readonly turn: Turn
  readonly stream: boolean
  /** What the request says of effort, before ccs's own order is applied. */
  readonly wish: EffortWish
  readonly tier?: Tier
  /** The client asked for no reasoning and would not know what to do with it: `AnswerContext.hidesReasoning`. */
  readonly hidesReasoning?: boolean
  /** To be handed on as `AnswerContext.calls`. */
  readonly calls?: CallShapes
  /** Keys, blocks and tools that have no place in a turn, by name; the reasons stand in the protocol's `DROPPED` table. */
  readonly dropped: readonly string[]
}

export interface EffortWish {
  readonly level?: Effort
  /** Tokens of a thinking budget. */
  readonly budget?: number
}

export interface AnswerContext {
  /** The model name to echo: what the client asked. */
  readonly model: string
  /** Names the answer where the upstream does not, or not in time; without it the estimate does. */
  readonly id?: string
  /** Tokens, told before the real usage is known. */
  readonly estimatedInput: number
  /** Tags sealed reasoning so that another account does not send it. */
  readonly fingerprint: string
  readonly stopSequences: readonly string[]
  readonly hidesReasoning?: boolean
  readonly calls?: CallShapes
  /** Milliseconds since the epoch, for dialects that date their answers. */
  readonly startedAt?: number
}

/** How calls look to the client, by the tool's name in the turn; a tool that is not named is an ordinary function. */
export type CallShapes = Readonly<Record<string, CallShape>>

export interface CallShape {
  readonly type: 'function' | 'custom' | 'tool-search'
  /** The client's own name, inside its namespace. */
  readonly name: string
  readonly namespace?: string
}

export interface WrittenError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export const NO_USAGE: Usage = {input: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, webSearches: 0}
