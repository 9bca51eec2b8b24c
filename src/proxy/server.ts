import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Protocol} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {type ControlRoute, controlRoute} from './control-route.js'
import {type Exchange, sendJson} from './exchange.js'
import {checkKey, checkNeighbour, type GuardContext} from './guard.js'
import type {ProxyContext} from './proxy-context.js'
import {readPath} from './read-path.js'
import {refuse} from './refuse.js'

export interface ServerOptions {
  /** As configured; decides which `Host` headers are ours. */
  readonly host: string
  readonly port: number
  /** Whether another port will do when this one is taken. */
  readonly anyPort: boolean
  /** Asked with every request, so that a changed key holds at once. */
  readonly keys: () => readonly string[]
  readonly context: ProxyContext
  readonly routes: readonly ControlRoute[]
}

export interface ProxyServer {
  readonly port: number
  /** Requests in work. */
  active(): number
  close(): Promise<void>
}

/** Milliseconds for a request to arrive, and between two looks; how long its answer takes is another matter. */
interface Patience {
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly connectionsCheckingInterval: number
}

/** With no limit for the whole request Node sets none for its head either: a stranger could hold connections for ever. */
const PATIENCE: Patience = {headersTimeout: 60_000, requestTimeout: 300_000, connectionsCheckingInterval: 30_000}
/** How many ports after a taken one are tried. */
const NEXT_PORTS = 20

export async function startServer(options: ServerOptions, patience = PATIENCE): Promise<ProxyServer> {
  let port = 0
  let active = 0
  const open = (host: string): Place => {
    const server = createServer({keepAliveTimeout: 65_000, ...patience}, (request, response) => {
      active++
      response.once('close', () => {
        active--
      })
      serve(request, response, {...options, port, keys: options.keys()}).catch((error: Error) => {
        options.context.host.log.warn('A request failed in ccs itself.', {error: String(error.stack ?? error)})
        response.destroy()
      })
    })
    return {host, server}
  }
  const places = hostsOf(options.host).map(open)
  port = await listen(places, options)
  return {port, active: () => active, close: async () => void (await Promise.all(places.map(closeServer)))}
}

interface Place {
  readonly host: string
  readonly server: Server
}

/** ccs and the clients that it starts know one address only, whatever others are to be answered at. */
function hostsOf(host: string): readonly string[] {
  const isWithin = ['127.0.0.1', '0.0.0.0', '::', '[::]', ''].includes(host)
  if (host.toLowerCase() === 'localhost') return ['127.0.0.1']
  const bare = host.replace(/^\[|\]$/g, '')
  return isWithin ? [bare] : ['127.0.0.1', bare]
}

async function serve(request: IncomingMessage, response: ServerResponse, options: Serving): Promise<void> {
  response.on('error', () => response.destroy())
  const read = readPath(request.url ?? '/')
  const exchange: Exchange = {request, response, method: request.method ?? 'GET', ...read}
  const protocol = protocolOf(exchange)
  const stranger = checkNeighbour(request, options)
  if (stranger !== undefined) return refuse(exchange, protocol, stranger)
  const open = openAnswer(exchange)
  if (open !== undefined) return sendJson(exchange, 200, open)
  const control = controlRoute(options.routes, exchange)
  const refusal = control?.open === true ? undefined : checkKey(request, options)
  if (refusal !== undefined) return refuse(exchange, protocol, refusal)
  if (control !== undefined) return control.answer(exchange)
  const {endpointFor} = await loadEndpoints()
  const answer = endpointFor(exchange)
  if (answer === undefined) return refuse(exchange, protocol, notServed(exchange, endpointFor))
  await answer(exchange, options.context)
}

type Endpoints = typeof import('./endpoints.js')
let endpoints: Promise<Endpoints> | undefined

/** Most of the proxy's code, loaded when it listens already: no start waits for it. */
export function loadEndpoints(): Promise<Endpoints> {
  endpoints ??= import('./endpoints.js')
  return endpoints
}

type Serving = GuardContext & Pick<ServerOptions, 'routes' | 'context'>

/** Asked by clients and watchers without a key: whether anything answers here at all. */
function openAnswer({method, path}: Exchange): unknown {
  const isProbe = method === 'HEAD' && (path === '/' || path === '/api/hello')
  return isProbe || path === '/healthz' ? {status: 'ok'} : undefined
}

function protocolOf({path}: Exchange): Protocol {
  return path.startsWith('/v1/messages') ? 'anthropic-messages' : 'openai-responses'
}

/** Codex asks for a WebSocket first where it may; told so, it goes on over HTTP. */
function notServed({method, path}: Exchange, endpointFor: Endpoints['endpointFor']) {
  if (method === 'GET' && /\/responses$/.test(path))
    return {status: 426, message: 'There are no WebSockets here; use POST.'}
  const status = endpointFor({method: 'POST', path}) || endpointFor({method: 'GET', path}) ? 405 : 404
  return {status, message: `This proxy does not serve ${method} ${path}.`}
}

async function listen(places: readonly Place[], {host, port, anyPort}: ServerOptions): Promise<number> {
  const ports = anyPort && port !== 0 ? [...Array(NEXT_PORTS).keys()].map((step) => port + step) : [port]
  for (const each of [...ports, ...(anyPort ? [0] : [])]) {
    const bound = await bindAll(places, each)
    if (bound !== undefined) return bound
  }
  throw new CcsError(`Port ${port} of ${host} is taken by another program.`, {
    code: 'port_taken',
    exit: EXIT.failed,
    hint: 'Stop that program, or name another port.',
    command: 'ccs cliproxy start --port 8318',
  })
}

/** All on one port, or none. */
async function bindAll(places: readonly Place[], port: number): Promise<number | undefined> {
  let bound: number | undefined
  for (const place of places) {
    bound = await bind(place, bound ?? port).catch(async (error) => {
      await closeBound(places)
      throw error
    })
    if (bound !== undefined) continue
    await closeBound(places)
    return undefined
  }
  return bound
}

async function closeBound(places: readonly Place[]): Promise<void> {
  await Promise.all(places.filter(({server}) => server.listening).map(closeServer))
}

function bind({server, host}: Place, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off('listening', listening)
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined)
      else reject(notBound(host, error))
    }
    const listening = (): void => {
      server.off('error', failed)
      resolve((server.address() as AddressInfo).port)
    }
    server.once('error', failed)
    server.once('listening', listening)
    server.listen({port, host, exclusive: true})
  })
}

/** Of no address of this machine, and of a name that nobody knows, Node says what it says of a network that is down. */
function notBound(host: string, {code, message}: NodeJS.ErrnoException): CcsError {
  return new CcsError(`The proxy cannot listen at ${host} (${code ?? message}).`, {
    code: 'unusable_host',
    exit: EXIT.usage,
    hint: 'The setting proxy.host must be an address of this machine.',
    command: 'ccs settings set proxy.host 127.0.0.1',
  })
}

/** Connections that wait for a next request go at once, answers in work get a moment. */
function closeServer({server}: Pick<Place, 'server'>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })
}
