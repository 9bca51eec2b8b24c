import type {FaultKind, TurnFault} from '../../contract/index.js'
import {type Json, list, object, parseJson, text} from '../json.js'
import {quote} from '../quote.js'
import {BY_CODE, BY_FAMILY, BY_STATUS, BY_TEXT, SAYINGS} from './fault-table.js'
import {readRetryAt, readSpentUntil, readTokens, readTool} from './read-hints.js'

type Headers = Readonly<Record<string, string>>

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** What a failure says of itself, wherever it stood. */
interface Signs {
  readonly status?: number
  readonly headers: Headers
  readonly fields: Json
  readonly codes: readonly string[]
  readonly words: string
  readonly now?: number
}

/** Families of limits that are the account's own; any other is one model's. */
const ACCOUNT_LIMITS = new Set(['codex', 'premium', ''])

/** A refused request. */
export function readError(reply: Reply, now: number): TurnFault {
  const {status, headers} = reply
  if (isBlockPage(reply)) return say('network-blocked', {status, headers, fields: {}, codes: [], words: '', now})
  const said = readBody(parseJson(reply.body) ?? hiddenError(headers), reply.body)
  const codes = [...said.codes, headers['x-openai-authorization-error'] ?? '']
  const signs = {status, headers, now, ...said, codes}
  const fault = say(kindOf(signs), signs)
  return fault.kind === 'throttled' && isPage(reply) ? throttleOfAddress(fault) : fault
}

/** The backend speaks JSON of accounts; a page comes from the door before it, which knows addresses only. */
function throttleOfAddress({scope: _account, ...fault}: TurnFault): TurnFault {
  return {
    ...fault,
    blame: 'upstream',
    kind: 'address-throttled',
    message: "The upstream throttles this machine's address.",
  }
}

/** A failure inside a stream that began well: an `error` event or the error of a failed response. */
export function readStreamError(event: Json, now: number | undefined): TurnFault {
  const response = object(event.response)
  const status = [event.status, event.status_code].find((one) => typeof one === 'number')
  const headers = Object.fromEntries(
    Object.entries(object(event.headers)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  const signs: Signs = {status, headers, now, ...readBody('response' in event ? response : event, '')}
  return say(kindOf(signs), signs)
}

/** Cloudflare's challenge and its `error code: 1020`, a company's proxy, a hotel's login page. */
function isBlockPage(reply: Reply): boolean {
  const {status, headers, body} = reply
  if (headers['cf-mitigated'] === 'challenge') return true
  return isPage(reply) && status < 500 && (!OWN_MEANING.has(status) || body.includes('challenge-platform'))
}

function isPage({headers, body}: Reply): boolean {
  return /text\/html/i.test(headers['content-type'] ?? '') || /^\s*(<(!doctype|html)|error code: 10)/i.test(body)
}

/** Too large, too often: true whoever says it, and in whatever form. */
const OWN_MEANING: ReadonlySet<number> = new Set([413, 429])

/** Sometimes the only place of the code: base64 JSON in a header. */
function hiddenError(headers: Headers): unknown {
  return parseJson(Buffer.from(headers['x-error-json'] ?? '', 'base64').toString())
}

/** All shapes: `{error:{…}}`, `{error:"…"}`, `{detail:"…"}`, `{detail:{…}}`, `{detail:[{msg}]}`, flat, text. */
function readBody(parsed: unknown, body: string): Pick<Signs, 'fields' | 'codes' | 'words'> {
  const top = object(Array.isArray(parsed) ? parsed[0] : parsed)
  const inner = top.error ?? top.detail
  const fields = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? object(inner) : top
  const words =
    text(inner) ??
    text(fields.message) ??
    list(inner)
      .map((one) => text(object(one).msg))
      .find((one) => one !== undefined) ??
    (parsed === undefined && !/^\s*</.test(body) ? body : '')
  const codes = [fields.code, fields.type].map(text).filter((code) => code !== undefined)
  return {fields, codes, words}
}

function kindOf({codes, words, status}: Signs): FaultKind {
  const named = codes.map((code) => (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined))
  return (
    named.find((kind) => kind !== undefined) ??
    BY_TEXT.find(([pattern]) => pattern.test(words))?.[1] ??
    (status === undefined ? familyOf(codes) : statusKind(status))
  )
}

function familyOf(codes: readonly string[]): FaultKind {
  return BY_FAMILY.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1] ?? 'server-error'
}

function statusKind(status: number): FaultKind {
  return BY_STATUS.find(([from, to]) => status >= from && status <= to)?.[2] ?? 'server-error'
}

function say(kind: FaultKind, signs: Signs): TurnFault {
  const saying = SAYINGS[kind] ?? {blame: 'upstream', says: 'The upstream failed', quotes: true}
  const {status, fields, words, headers} = signs
  const quoted = saying.quotes ? quote(words) : ''
  const plan = text(fields.plan_type)
  const retryAt = saying.blame === 'request' ? undefined : retryTime(kind, signs)
  const tokens = kind === 'context-overflow' ? readTokens(fields, words) : undefined
  const tool = kind === 'refused-tool' ? readTool(fields, words) : undefined
  const scope = kind === 'usage-limit' ? limitScope(headers) : saying.scope
  return {
    blame: saying.blame,
    kind,
    message: quoted === '' ? `${saying.says}.` : `${saying.says}: ${quoted}`,
    ...(status === undefined ? {} : {status}),
    ...(retryAt === undefined ? {} : {retryAt}),
    ...(scope === undefined ? {} : {scope}),
    ...(tokens === undefined ? {} : {tokens}),
    ...(tool === undefined ? {} : {tool}),
    ...(plan === undefined ? {} : {plan}),
    ...(saying.blame === 'request' ? ownWords(fields) : {}),
  }
}

/** Names, as OpenAI gives them. What else stands there may be anything. */
const CODE = /^[a-z][\w.-]{0,63}$/i

function ownWords({code, param}: Json): Pick<TurnFault, 'code' | 'param'> {
  const named = text(code) ?? ''
  const about = quote(text(param) ?? '')
  return {...(CODE.test(named) ? {code: named} : {}), ...(about === '' ? {} : {param: about})}
}

function retryTime(kind: FaultKind, {fields, words, headers, now}: Signs): number | undefined {
  const told = readRetryAt(fields, words, headers, now)
  return told === undefined && kind === 'usage-limit' && now !== undefined ? readSpentUntil(headers, now) : told
}

function limitScope(headers: Headers): 'account' | 'model' {
  return ACCOUNT_LIMITS.has((headers['x-codex-active-limit'] ?? '').toLowerCase()) ? 'account' : 'model'
}
