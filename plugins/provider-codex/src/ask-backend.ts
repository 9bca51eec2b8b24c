import type {Account, Kit, TurnError} from 'ccs/plugin'
import {type Fields, fieldsOf, parse} from './fields.js'
import {accountHeaders} from './headers.js'

/** Milliseconds. */
const PATIENCE = 12_000

export interface Question {
  readonly url: string
  /** What a good answer is, for the words of a fault. */
  readonly what: string
  readonly isAnswer: (body: Fields) => boolean
}

/** One of the backend's small questions: it spends nothing. */
export async function askBackend(
  {url, what, isAnswer}: Question,
  account: Account,
  kit: Kit,
  signal: AbortSignal,
): Promise<Fields> {
  const headers = {...accountHeaders(account, kit.env), accept: 'application/json'}
  const limits = {headTimeout: PATIENCE, idleTimeout: PATIENCE}
  const reply = await kit.http.request({method: 'GET', url, headers, signal, ...limits})
  const text = await reply.text()
  if (reply.status !== 200)
    throw kit.turnError(kit.protocols['openai-responses'].readError({...reply, body: text}, kit.clock.now()))
  const body = fieldsOf(parse(text))
  if (!isAnswer(body)) throw strange(text, what, reply.status, kit)
  return body
}

/** A status of success with a page behind it: the login of a network. */
function strange(text: string, what: string, status: number, kit: Kit): TurnError {
  return kit.turnError({
    blame: 'upstream',
    kind: /^\s*</.test(text) ? 'network-blocked' : 'server-error',
    message: `The backend answered with something that is no ${what}.`,
    status,
  })
}
