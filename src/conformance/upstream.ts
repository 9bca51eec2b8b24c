import type {Environment, Tokens} from '../contract/index.js'

/** A stand-in for the service that a provider asks. Started afresh for each question and closed after it. */
export interface Upstream {
  /** Leads the provider to it, for providers whose address the environment names. */
  readonly env?: Environment
  /** Of an account that it serves; for a key with a base URL, both. */
  readonly tokens: Tokens
  /** How it answers the next request for model output. */
  answer(next: UpstreamAnswer): void
  close(): Promise<void>
}

export type UpstreamAnswer =
  /** A whole answer of a few words. */
  | {readonly type: 'whole'}
  /** These bytes and nothing else. */
  | {readonly type: 'bytes'; readonly status: number; readonly contentType: string; readonly body: string}
  /** A good status and a connection that breaks: before any word of the answer, or in the middle of it. */
  | {readonly type: 'cut'; readonly after: 'nothing' | 'words'}
  /** Silent for ever: without even a status, or in the middle of the answer. */
  | {readonly type: 'silence'; readonly after: 'nothing' | 'words'}
