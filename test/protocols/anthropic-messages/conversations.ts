import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {TurnEvent} from '../../../src/contract/index.js'
import type {AnswerContext, ReadRequest} from '../../../src/protocols/client-protocol.js'

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', 'anthropic-messages')

export interface RecordedRequest {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  readonly read: ReadRequest
}

/** Requests as clients send them, and what they mean. */
export function recordedRequests(): readonly RecordedRequest[] {
  return readdirSync(join(FIXTURES, 'requests')).map((name) => ({
    ...readJson<Pick<RecordedRequest, 'headers' | 'body'>>('requests', name, 'request.json'),
    name,
    read: readJson('requests', name, 'read.json'),
  }))
}

export interface RecordedAnswer {
  readonly name: string
  readonly context: AnswerContext
  readonly events: readonly TurnEvent[]
  readonly stream: string
  /** The whole answer, or the fault that stands in its place. */
  readonly message: unknown
}

/** Answers as events, and as clients get them. */
export function recordedAnswers(): readonly RecordedAnswer[] {
  return readdirSync(join(FIXTURES, 'answers')).map((name) => ({
    ...readJson<Pick<RecordedAnswer, 'context' | 'events'>>('answers', name, 'events.json'),
    name,
    stream: readFileSync(join(FIXTURES, 'answers', name, 'stream.sse'), 'utf8'),
    message: readJson('answers', name, 'message.json'),
  }))
}

function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'))
}
