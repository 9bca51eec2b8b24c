import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {Backend} from './backend.js'
import {DeviceSignIn} from './device.js'
import {type Exchange, readExchange, type Seen, sendJson, sendText} from './exchange.js'
import {Issuer, type TokenSet} from './issuer.js'
import {JOHN, type Person} from './people.js'
import type {Asked, Reply} from './reply.js'
import {Sockets} from './sockets.js'

export interface OpenAiOptions {
  readonly port?: number
  readonly now?: () => number
  /** Who signs in at the authorize page. */
  readonly visitor?: Person
  /** Callback addresses that are registered; the real ones when absent. */
  readonly redirects?: RegExp
}

/** OpenAI's issuer and ChatGPT's backend in one local server, as strict as they are. */
export interface OpenAi {
  /** The issuer, for `CCS_CODEX_ISSUER`. */
  readonly url: string
  /** For `CCS_CODEX_BASE_URL`. */
  readonly baseUrl: string
  readonly port: number
  /** Both variables. */
  readonly env: {readonly CCS_CODEX_ISSUER: string; readonly CCS_CODEX_BASE_URL: string}
  readonly issuer: Issuer
  readonly device: DeviceSignIn
  readonly backend: Backend
  /** Its WebSockets. */
  readonly sockets: Sockets
  /** Everything that arrived, in order. */
  readonly requests: readonly Seen[]
  /** The turns that arrived, over HTTP or in a frame of a WebSocket (a GET that has a body). */
  turns(): readonly Seen[]
  script(...replies: readonly Reply[]): void
  when(matches: (asked: Asked) => boolean, reply: Reply, times?: number): void
  /** Tokens as from an earlier sign-in. */
  issue(person: Person, lifetimeSeconds?: number): TokenSet
  /** Resolves once something that was asked for arrived. */
  seen(matches: (seen: Seen) => boolean): Promise<Seen>
  /** Breaks every open connection and listens no more. */
  kill(): Promise<void>
  close(): Promise<void>
}

export async function startOpenAi(options: OpenAiOptions = {}): Promise<OpenAi> {
  const now = options.now ?? Date.now
  const log = new RequestLog()
  let url = ''
  const issuer = new Issuer({now, issuer: () => url, redirects: options.redirects}, options.visitor ?? JOHN)
  const device = new DeviceSignIn(issuer, () => `${url}/deviceauth/callback`)
  const backend = new Backend(issuer, now)
  const routes = routesOf(issuer, device, backend)
  const server = createServer((request, response) => {
    void serve(request, response, routes, log)
  })
  const sockets = new Sockets(backend, {now, log, path: RESPONSES})
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
  const baseUrl = `${url}/backend-api`
  return {
    url,
    baseUrl,
    port,
    env: {CCS_CODEX_ISSUER: url, CCS_CODEX_BASE_URL: baseUrl},
    issuer,
    device,
    backend,
    sockets,
    requests: log.all,
    turns: () => log.all.filter(({body, path}) => body !== undefined && path === RESPONSES),
    script: (...replies) => backend.script(...replies),
    when: (matches, reply, times) => backend.when(matches, reply, times),
    issue: (person, lifetime) => issuer.issue(person, lifetime),
    seen: (matches) => log.wait(matches),
    kill: () => closeServer(server, sockets),
    close: () => closeServer(server, sockets),
  }
}

const ROOT = '/backend-api'
const RESPONSES = `${ROOT}/codex/responses`

type Route = (exchange: Exchange) => void | Promise<void>
type Routes = Readonly<Record<string, Route>>

function routesOf(issuer: Issuer, device: DeviceSignIn, backend: Backend): Routes {
  return {
    'GET /oauth/authorize': (exchange) => issuer.authorize(exchange),
    'POST /oauth/token': (exchange) => issuer.token(exchange),
    'POST /oauth/revoke': (exchange) => issuer.revoke(exchange),
    'POST /api/accounts/deviceauth/usercode': (exchange) => device.start(exchange),
    'POST /api/accounts/deviceauth/token': (exchange) => device.poll(exchange),
    'GET /codex/device': (exchange) => sendText(exchange, 200, 'text/html', '<h1>Enter your code</h1>'),
    [`GET ${ROOT}/wham/usage`]: (exchange) => backend.usage(exchange),
    [`GET ${ROOT}/wham/accounts/check`]: (exchange) => backend.accounts(exchange),
    [`GET ${ROOT}/codex/models`]: (exchange) => backend.catalogue(exchange),
    [`POST ${RESPONSES}`]: (exchange) => backend.responses(exchange),
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, routes: Routes, log: RequestLog) {
  const exchange = await readExchange(request, response).catch(() => undefined)
  if (exchange === undefined) {
    response.writeHead(413, {'content-type': 'application/json'}).end('{"detail":"Request body too large"}')
    return
  }
  const {seen} = exchange
  response.once('close', () => {
    seen.aborted = !response.writableFinished
    seen.status = response.statusCode
  })
  log.add(seen)
  const route = routes[`${seen.method} ${seen.path}`]
  if (route === undefined) sendJson(exchange, 404, {detail: 'Not Found'})
  else await route(exchange)
}

/** What arrived, and who waits for it. */
class RequestLog {
  readonly all: Seen[] = []
  readonly #waiting = new Set<(seen: Seen) => void>()

  add(seen: Seen): void {
    this.all.push(seen)
    for (const look of this.#waiting) look(seen)
  }

  wait(matches: (seen: Seen) => boolean): Promise<Seen> {
    const found = this.all.find(matches)
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve) => {
      const look = (seen: Seen) => {
        if (!matches(seen)) return
        this.#waiting.delete(look)
        resolve(seen)
      }
      this.#waiting.add(look)
    })
  }
}

function closeServer(server: Server, sockets: Sockets): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
    sockets.cut()
  })
}
