import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {TurnEvent} from '../../src/contract/index.js'
import type {AnswerContext, ReadRequest} from '../../src/protocols/client-protocol.js'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')

export interface RecordedRequest {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  readonly read: ReadRequest
}

/** Requests as clients send them, and what they mean. */
export function recordedRequests(dialect: string): readonly RecordedRequest[] {
  return readdirSync(join(FIXTURES, dialect, 'requests')).map((name) => ({
    ...readJson<Pick<RecordedRequest, 'headers' | 'body'>>(dialect, 'requests', name, 'request.json'),
    name,
    read: readJson(dialect, 'requests', name, 'read.json'),
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
export function recordedAnswers(dialect: string): readonly RecordedAnswer[] {
  return readdirSync(join(FIXTURES, dialect, 'answers')).map((name) => ({
    ...readJson<Pick<RecordedAnswer, 'context' | 'events'>>(dialect, 'answers', name, 'events.json'),
    name,
    stream: readFileSync(join(FIXTURES, dialect, 'answers', name, 'stream.sse'), 'utf8'),
    message: readJson(dialect, 'answers', name, 'message.json'),
  }))
}

function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'))
}
