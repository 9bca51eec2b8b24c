import type {TurnFault} from 'ccs/plugin'
import {fieldsOf, textOf} from './fields.js'

/** An answer of the issuer that is none of the good ones. */
export interface IssuerReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Its JSON; `undefined` when it is none. */
  readonly body: unknown
}

/** An HTTP proxy wants to know who asks. */
const PROXY_SIGN_IN = 407

/** What has nothing to do with the question: something stands between, or the region is not served. */
export function faultBetween(reply: IssuerReply): TurnFault | undefined {
  const {status, headers, text} = reply
  const isPage = /text\/html/i.test(headers['content-type'] ?? '') || /^\s*</.test(text)
  if (isPage || status === PROXY_SIGN_IN) return blocked(status)
  return codeOf(reply) === 'unsupported_country_region_territory' ? regionBlocked(status) : undefined
}

/** The issuer writes its codes in three places. */
export function codeOf({body}: Pick<IssuerReply, 'body'>): string {
  const fields = fieldsOf(body)
  return textOf(fieldsOf(fields.error).code) ?? textOf(fields.error) ?? textOf(fields.code) ?? ''
}

/** The issuer cannot answer now; it may say from when on it can. */
export function passing({status, headers}: Pick<IssuerReply, 'status' | 'headers'>, now: number): TurnFault {
  const wait = Number(headers['retry-after'])
  return {
    blame: 'upstream',
    kind: 'server-error',
    message: `OpenAI's sign-in server answered ${status}.`,
    status,
    ...(Number.isFinite(wait) && wait > 0 ? {retryAt: now + wait * 1000} : {}),
  }
}

function blocked(status: number): TurnFault {
  const message = `Something else answered in place of OpenAI's sign-in server (status ${status}): a proxy, a login page of the network or a block stands between.`
  return {blame: 'upstream', kind: status >= 500 ? 'server-error' : 'network-blocked', message, status}
}

function regionBlocked(status: number): TurnFault {
  const message = 'OpenAI does not serve the country or region that this network belongs to.'
  return {blame: 'upstream', kind: 'region-blocked', message, status}
}
