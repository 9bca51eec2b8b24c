import type {IncomingMessage, ServerResponse} from 'node:http'
import type {Json} from './json.js'

/** One request as it arrived, and how it ended. */
export interface Seen {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON or form; the text itself when it is neither; `undefined` without a body. */
  readonly body: unknown
  readonly raw: string
  /** E-mail of the account that was asked, once the token said so. */
  account?: string
  status?: number
  /** The client closed the connection before the answer had ended. */
  aborted: boolean
}

/** A request in work. */
export interface Exchange {
  readonly seen: Seen
  readonly url: URL
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

export function sendJson({response}: Exchange, status: number, body: unknown, headers: HeaderMap = {}): void {
  response.writeHead(status, {'content-type': 'application/json', ...headers})
  response.end(JSON.stringify(body))
}

export function sendText({response}: Exchange, status: number, type: string, text: string, headers: HeaderMap = {}) {
  response.writeHead(status, {'content-type': type, ...headers})
  response.end(text)
}

export function redirect({response}: Exchange, location: string): void {
  response.writeHead(302, {location})
  response.end()
}

export type HeaderMap = Readonly<Record<string, string>>

const BIGGEST_BODY = 64 * 1024 * 1024

/** Reads the whole request; `undefined` when it is larger than the backend takes. */
export async function readExchange(request: IncomingMessage, response: ServerResponse): Promise<Exchange | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= BIGGEST_BODY) chunks.push(chunk)
  }
  const raw = Buffer.concat(chunks).toString('utf8')
  const seen = seenOf(request, {raw, body: parseBody(raw, request.headers['content-type'] ?? '')})
  return size > BIGGEST_BODY ? undefined : {seen, url: urlOf(request), request, response}
}

export function seenOf(request: IncomingMessage, {raw = '', body}: Partial<Pick<Seen, 'raw' | 'body'>> = {}): Seen {
  const url = urlOf(request)
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
    raw,
    aborted: false,
  }
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://stand.in')
}

function parseBody(raw: string, type: string): unknown {
  if (raw === '') return undefined
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(raw)) as Json
  try {
    return JSON.parse(raw) as unknown
  } catch {
    return raw
  }
}
