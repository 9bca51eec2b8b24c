import type {Effort, Tier} from './effort.js'

/** A wire dialect that a client speaks to the proxy. */
export type Protocol = 'anthropic-messages' | 'openai-responses' | 'openai-chat'

/** One request for model output, in our own words. Made by a protocol's `read-request`, read by a provider's `open`. */
export interface Turn {
  readonly protocol: Protocol
  readonly model: ModelChoice
  readonly items: readonly Item[]
  /** In a stable order, whatever order the client sent: one turn's list is the beginning of the next one's. */
  readonly tools: readonly Tool[]
  readonly toolChoice: ToolChoice
  readonly parallelToolCalls: boolean
  /** Whether the client wants to see reasoning as it happens. */
  readonly showReasoning: boolean
  readonly format?: OutputFormat
  /** The answer is to be one JSON object of whatever shape. Said only where no `format` is. */
  readonly jsonObject?: boolean
  /** How much the client wants to read; absent where it did not say, and the model's own default holds. */
  readonly verbosity?: Verbosity
  /** Enforced by the proxy when the upstream has no such field. */
  readonly stopSequences: readonly string[]
  readonly session: Session
  /** Kept for the answer's usage only: no upstream limit is made of it. Tokens. */
  readonly maximumOutputTokens?: number
}

/** What was asked and what is sent. `id` is the upstream's plain id once `route` has run. */
export interface ModelChoice {
  /** As the client wrote it; answers echo it. */
  readonly asked: string
  readonly id: string
  readonly effort?: Effort
  readonly tier?: Tier
}

export interface Session {
  /** One conversation with its subagents; shared by them, stable over restarts. */
  readonly id: string
  /** The subagent inside the session; absent for the main one. Replay is kept apart by it. */
  readonly agent?: string
}

export type Item = Message | ToolCall | ToolResult | Reasoning | WebSearch

export interface Message {
  readonly type: 'message'
  readonly role: 'user' | 'assistant' | 'developer'
  readonly parts: readonly Part[]
}

export type Part =
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'image'; readonly source: Source}
  | {readonly type: 'file'; readonly source: Source; readonly name: string}

/** Base64 without line breaks, or an address the upstream fetches itself. */
export type Source =
  | {readonly type: 'base64'; readonly mediaType: string; readonly data: string}
  | {readonly type: 'url'; readonly url: string}

export interface ToolCall {
  readonly type: 'tool-call'
  readonly callId: string
  /** The client's own name; shortening to the upstream's limit is the writer's. */
  readonly name: string
  /** JSON text, as the model wrote it. */
  readonly arguments: string
}

export interface ToolResult {
  readonly type: 'tool-result'
  readonly callId: string
  readonly parts: readonly Part[]
  readonly isError: boolean
}

export interface Reasoning {
  readonly type: 'reasoning'
  readonly replay: Replay
}

/** Sealed state that an upstream wants back on the next turn; readable only by the account that made it. */
export interface Replay {
  /** `fingerprint` of the account that made it; `undefined` when the blob does not say. */
  readonly account?: string
  readonly sealed: string
}

/** A search that the provider ran itself in an earlier answer. */
export interface WebSearch {
  readonly type: 'web-search'
  readonly query: string
  readonly results: readonly {readonly title: string; readonly url: string}[]
}

export type Tool = FunctionTool | WebSearchTool

export interface FunctionTool {
  readonly type: 'function'
  readonly name: string
  readonly description: string
  /** JSON Schema whose top level is an object. */
  readonly schema: Readonly<Record<string, unknown>>
}

export interface WebSearchTool {
  readonly type: 'web-search'
  /** The client's name for it. */
  readonly name: string
  readonly allowedDomains: readonly string[]
  readonly location?: {
    readonly city?: string
    readonly region?: string
    readonly country?: string
    readonly timezone?: string
  }
}

export type ToolChoice = {readonly type: 'auto' | 'none' | 'required'} | {readonly type: 'tool'; readonly name: string}

export type Verbosity = 'low' | 'medium' | 'high'

export interface OutputFormat {
  readonly name: string
  readonly schema: Readonly<Record<string, unknown>>
}
