import type {Effort} from '../../src/contract/index.js'
import {anthropicMessages} from '../../src/protocols/anthropic-messages/index.js'
import type {ReadRequest} from '../../src/protocols/client-protocol.js'
import {openaiResponses} from '../../src/protocols/openai-responses/index.js'
import {checkRequest} from '../openai/check-request.js'
import type {Json} from '../openai/json.js'
import type {Refusal} from '../openai/refusal.js'

type Headers = Readonly<Record<string, string>>

export const ACCOUNT = {id: 'acct_fixtures', fingerprint: 'f1'}
const MODEL = 'gpt-5.4'
const EFFORTS: Readonly<Partial<Record<Effort, Effort>>> = {none: 'minimal', max: 'xhigh'}

export interface Translated {
  readonly read: ReadRequest
  /** As it arrives upstream: through JSON. */
  readonly body: Json
  readonly bytes: string
  /** What writing lost; what reading lost stands in `read`. */
  readonly dropped: readonly string[]
  /** What the stand-in for the upstream says to it. */
  readonly refusal: Refusal | undefined
}

/** A Messages request to the body of a Responses request, with a model of the stand-in in place of the asked one. */
export function translate(source: unknown, headers: Headers = {}): Translated {
  const read = anthropicMessages.readRequest(source, headers)
  const {level} = read.wish
  const model = {
    ...read.turn.model,
    id: MODEL,
    ...(level === undefined ? {} : {effort: EFFORTS[level] ?? level}),
    ...(read.tier === undefined ? {} : {tier: read.tier}),
  }
  const {body, dropped} = openaiResponses.writeRequest({...read.turn, model}, ACCOUNT)
  const bytes = JSON.stringify(body)
  const arrived = JSON.parse(bytes)
  const refusal = checkRequest(arrived, {accountId: ACCOUNT.id, plan: 'pro'})
  return {read, body: arrived, bytes, dropped, refusal}
}
