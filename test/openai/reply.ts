import type {HeaderMap, Seen} from './exchange.js'
import type {Json} from './json.js'
import type {Person} from './people.js'

/** What a test may look at before it answers. */
export interface Asked {
  readonly body: Json
  readonly person: Person
  readonly seen: Seen
  /** Input tokens, and how many of them the same session sent before. */
  readonly tokens: {readonly input: number; readonly cached: number}
}

/** One thing that happens on the wire. `cut` closes the socket in the middle. */
export type Step =
  | {readonly event: Json}
  | {readonly raw: string}
  | {readonly wait: Promise<void>}
  | {readonly cut: true}

export interface Answer {
  readonly status: number
  readonly headers?: HeaderMap
  /** The whole body of an answer that is no stream. */
  readonly body?: string | Json
  readonly steps?: Iterable<Step> | AsyncIterable<Step>
}

/** A scripted answer: fixed, or made from what was asked. */
export type Reply = (asked: Asked) => Answer | Promise<Answer>
