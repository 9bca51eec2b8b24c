import type {TurnFault} from '../../../contract/index.js'
import {sseMessage} from '../../sse.js'
import {failedResponse, responseId} from '../client/write-response.js'

/** An answer of an upstream's own events that breaks off. */
export interface Broken {
  /** How it began, and what came last; text of the events as they came. */
  readonly head: string
  readonly tail: string
  /** The upstream's name of the model. */
  readonly model: string
  /** For an answer that began without an id or a date; `now` in milliseconds since the epoch. */
  readonly id: string
  readonly now: number
}

/** Every quotation mark inside a text is escaped, so that none of these is found in one. */
const ID = /"response":\s*\{\s*"id":\s*"([^"\\]+)"/
const CREATED = /"created_at":\s*(\d+)[^\d]/
const SEQUENCE = /"sequence_number":\s*(\d+)[^\d]/g

/** The next and last event of that answer: it has begun for its client, so it only fails. */
export function writeBreak(fault: TurnFault, {head, tail, model, id, now}: Broken): string {
  const created = CREATED.exec(head)?.[1]
  const last = [...tail.matchAll(SEQUENCE)].at(-1)?.[1]
  const startedAt = created === undefined ? now : Number(created) * 1000
  const response = failedResponse(ID.exec(head)?.[1] ?? responseId(id, {estimatedInput: 0}), [], fault, {
    model,
    startedAt,
  })
  const number = last === undefined ? {} : {sequence_number: Number(last) + 1}
  return sseMessage('response.failed', JSON.stringify({type: 'response.failed', ...number, response}))
}
