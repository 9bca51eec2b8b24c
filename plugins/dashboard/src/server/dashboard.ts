import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Dashboard, DashboardHook, DashboardHost, DashboardOptions} from 'ccs/plugin'
import {findRoute} from './api.js'
import {ApiError, writeApiError} from './api-error.js'
import {loadAssets, type ServeAsset} from './assets.js'
import {type EventHub, makeEventHub} from './event-hub.js'
import {fieldsOf} from './fields.js'
import {guard, readBody} from './guard.js'
import {SECURITY_HEADERS} from './headers.js'
import {type Mask, makeMask} from './mask.js'
import {makeSessions, type Sessions} from './sessions.js'

interface Parts {
  readonly host: DashboardHost
  readonly sessions: Sessions
  readonly hub: EventHub
  readonly mask: Mask
  readonly assets: ServeAsset
  port: number
}

const hook: DashboardHook = async ({host, options}) => startDashboard(host, options)
export default hook

/** Listens on 127.0.0.1 only. Whoever reaches the port without a session gets the page's files and nothing else. */
export async function startDashboard(host: DashboardHost, options: DashboardOptions): Promise<Dashboard> {
  let idle: NodeJS.Timeout | undefined
  const rest = (clients: number) => {
    clearTimeout(idle)
    if (clients === 0 && server.listening) idle = setTimeout(() => void close(), options.idleTimeout)
  }
  const parts: Parts = {
    host,
    sessions: makeSessions(Date.now),
    hub: makeEventHub(rest),
    mask: makeMask(),
    assets: await loadAssets(),
    port: options.port,
  }
  const server = createServer((request, response) => void serve(parts, request, response))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, '127.0.0.1', resolve))
  parts.port = (server.address() as AddressInfo).port
  const unwatch = host.watch(({type, data}) => parts.hub.publish(type, data))
  let closing: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    closing = resolve
  })
  async function close(): Promise<void> {
    clearTimeout(idle)
    unwatch()
    const stopped = new Promise((resolve) => server.close(resolve))
    parts.hub.close()
    server.closeAllConnections()
    await stopped
    closing()
  }
  /** Whoever is given a link is about to come: the wait for somebody begins anew. */
  function link(): string {
    rest(parts.hub.clients())
    return `http://127.0.0.1:${parts.port}/#code=${parts.sessions.code()}`
  }
  rest(0)
  return {port: parts.port, link, close, closed}
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
  try {
    const verdict = guard(request, parts.port)
    if (verdict.type === 'redirect') return void response.writeHead(308, {location: verdict.to}).end()
    const {pathname, searchParams} = new URL(`http://127.0.0.1${request.url}`)
    if (pathname.startsWith('/api/')) return await serveApi(parts, request, response, pathname, searchParams)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead && (await parts.assets(request, response, pathname))) return
    throw new ApiError(404, 'not_found', 'There is no such page.')
  } catch (error) {
    const {status, body} = writeApiError(error)
    if (response.headersSent) return void response.destroy()
    sendJson(response, status, body)
  }
}

async function serveApi(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  const cookie = cookieOf(request, parts.port)
  if (path === '/api/session') return serveSession(parts, request, response, cookie)
  const key = request.headers['x-ccs-key']
  if (!parts.sessions.holds(cookie, typeof key === 'string' ? key : undefined)) {
    throw new ApiError(401, 'no_session', 'Open the link that ccs config prints.')
  }
  if (path === '/api/events' && request.method === 'GET') return serveEvents(parts, request, response, cookie)
  const {handler, params} = findRoute(request.method ?? 'GET', path)
  const body = fieldsOf(request.method === 'GET' ? {} : await readBody(request))
  const answer = await handler({params, query, body, ifMatch: request.headers['if-match']}, parts.host, parts.mask)
  if (answer.etag !== undefined) response.setHeader('etag', answer.etag)
  sendJson(response, answer.status ?? 200, answer.body)
}

async function serveSession(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  cookie: string | undefined,
): Promise<void> {
  const attributes = 'HttpOnly; SameSite=Strict; Path=/api'
  const name = `ccs_dash_${parts.port}`
  if (request.method === 'POST') {
    const opened = parts.sessions.open(fieldsOf(await readBody(request)).text('code'))
    response.setHeader('set-cookie', `${name}=${opened.cookie}; ${attributes}`)
    return sendJson(response, 200, {key: opened.key})
  }
  if (request.method !== 'GET' && request.method !== 'DELETE') {
    throw new ApiError(405, 'method_refused', 'This call has another method.')
  }
  const key = request.headers['x-ccs-key']
  const holds = parts.sessions.holds(cookie, typeof key === 'string' ? key : undefined)
  if (!holds || cookie === undefined) throw new ApiError(401, 'no_session', 'Open the link that ccs config prints.')
  if (request.method === 'DELETE') {
    parts.sessions.end(cookie)
    parts.hub.detach(cookie)
    response.setHeader('set-cookie', `${name}=; ${attributes}; Max-Age=0`)
  }
  sendJson(response, 200, {ok: true})
}

function serveEvents(parts: Parts, request: IncomingMessage, response: ServerResponse, owner = ''): void {
  const last = Number(request.headers['last-event-id'])
  response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no'})
  const lastEventId = Number.isInteger(last) && request.headers['last-event-id'] ? last : undefined
  parts.hub.attach(response, {owner, lastEventId})
}

function cookieOf(request: IncomingMessage, port: number): string | undefined {
  const cookies = String(request.headers.cookie ?? '').split(/;\s*/)
  return cookies.find((cookie) => cookie.startsWith(`ccs_dash_${port}=`))?.split('=')[1]
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
