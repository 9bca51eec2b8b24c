import {timingSafeEqual} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import {isIP} from 'node:net'

/** Why a request goes no further. */
export interface Refusal {
  readonly status: 401 | 403
  readonly message: string
}

export interface GuardContext {
  readonly port: number
  /** As configured: loopback, or wider on purpose. */
  readonly host: string
  readonly keys: readonly string[]
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/.test(host)
}

/** A page in a browser can reach loopback: it gives itself away by the host it thinks it talks to, or by its origin. */
export function checkNeighbour({headers}: IncomingMessage, context: GuardContext): Refusal | undefined {
  const {host = '', origin} = headers
  if (!isOwnHost(host, context)) return {status: 403, message: `This proxy does not answer for the host "${host}".`}
  if (origin !== undefined && !isOwnHost(origin.replace(/^https?:\/\//, ''), context))
    return {status: 403, message: 'This proxy does not answer to web pages.'}
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
    ? undefined
    : {status: 403, message: 'This proxy does not answer to web pages.'}
}

export function checkKey({headers}: IncomingMessage, {keys}: GuardContext): Refusal | undefined {
  const [, bearer] = /^bearer\s+(.+)$/i.exec(headers.authorization ?? '') ?? []
  const given = [bearer, headers['x-api-key']].flat().filter((one): one is string => typeof one === 'string')
  if (given.some((key) => keys.some((own) => isSame(key, own)))) return undefined
  const what = given.length === 0 ? 'carries no key' : 'carries a wrong key'
  return {status: 401, message: `The request ${what} of this local proxy; start the client through ccs.`}
}

/** Takes as long for a near miss as for any other of its length, which is no secret: ccs makes all keys alike. */
function isSame(given: string, own: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(own)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function isOwnHost(host: string, {port, host: bound}: GuardContext): boolean {
  const [, name = '', given] = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(host.toLowerCase()) ?? []
  if (given !== String(port)) return false
  if (LOOPBACK.includes(name)) return true
  const bare = name.replace(/^\[|\]$/g, '')
  return bare === bound.toLowerCase().replace(/^\[|\]$/g, '') || (!isLoopback(bound) && isIP(bare) !== 0)
}
