import type {IncomingMessage} from 'node:http'
import {ApiError} from './api-error.js'

/** What to do with a request before anything else looks at it. */
export type Verdict = {readonly type: 'pass'} | {readonly type: 'redirect'; readonly to: string}

const PASS: Verdict = {type: 'pass'}
const SAFE = new Set(['GET', 'HEAD'])

/**
 * Holds off other web pages, for files as well as for the API: the exact host (DNS rebinding), the same site and origin
 * (cross-site requests), JSON bodies only (forms). No CORS header is ever sent, so `OPTIONS` has nothing to ask.
 */
export function guard(request: IncomingMessage, port: number): Verdict {
  const method = request.method ?? 'GET'
  const {host} = request.headers
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length > 1) throw new ApiError(400, 'two_hosts', 'A request is for one host.')
  if (!request.url?.startsWith('/')) throw new ApiError(400, 'bad_path', 'The address is not well-formed.')
  if (host === `localhost:${port}` && SAFE.has(method) && !request.url.startsWith('/api/')) {
    return {type: 'redirect', to: `http://127.0.0.1:${port}${request.url}`}
  }
  if (host !== `127.0.0.1:${port}`) throw new ApiError(421, 'wrong_host', 'This address is not served here.')
  if (!SAFE.has(method) && !['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) {
    throw new ApiError(405, 'method_refused', 'This method is not served.')
  }
  checkSite(request, method)
  checkOrigin(request, method, port)
  return PASS
}

/** Browsers say where a request comes from; typing the address is `none`, which only opens pages. */
function checkSite(request: IncomingMessage, method: string): void {
  const site = request.headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin') return
  const opensPage =
    SAFE.has(method) && !request.url?.startsWith('/api/') && request.headers['sec-fetch-dest'] === 'document'
  if (opensPage && (site === 'none' || site === 'cross-site' || site === 'same-site')) return
  if (opensPage === false && site === 'none' && SAFE.has(method) && !request.url?.startsWith('/api/')) return
  throw new ApiError(403, 'foreign_site', 'Requests from other sites are refused.')
}

function checkOrigin(request: IncomingMessage, method: string, port: number): void {
  const origin = request.headers.origin
  const ours = `http://127.0.0.1:${port}`
  if (origin === undefined && SAFE.has(method)) return
  if (origin !== ours) throw new ApiError(403, 'foreign_origin', 'Requests from other origins are refused.')
}

/** Bytes. */
const BODY_LIMIT = 256 * 1024

/** The parsed JSON body of a write; `{}` for an empty one. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) throw new ApiError(413, 'too_large', 'The request is larger than 256 kB.')
    chunks.push(chunk)
  }
  if (size === 0) return {}
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new ApiError(415, 'not_json', 'Only application/json is taken.')
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new ApiError(400, 'bad_json', 'The request is not valid JSON.')
  }
}
