import type {ClientRequest, IncomingMessage} from 'node:http'
import type {Environment, Http, HttpReply, HttpRequest} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {explainNetwork} from './explain-network.js'
import {flattenHeaders} from './flatten-headers.js'
import {readChunks} from './read-chunks.js'
import {type WayOut, wayOut} from './way-out.js'

export interface HttpContext {
  readonly env: Environment
  /** Origins that the secret in a header's value may go to; `undefined` forbids none. */
  readonly origins: (secret: string) => readonly string[] | undefined
}

/** Milliseconds until the head of a reply must be there. */
const HEAD_TIMEOUT = 30_000
/** Milliseconds of silence that end a body. */
const IDLE_TIMEOUT = 300_000
/** Milliseconds to connect. */
const CONNECT_TIMEOUT = 15_000
/** Bytes of a body that `text()` takes. */
const LONGEST_TEXT = 1024 * 1024
/** Headers that carry a secret of an account. */
const SECRETS = new Set(['authorization', 'x-api-key', 'api-key', 'cookie'])

/** Node's own client; honours the environment's proxy and certificates, keeps connections, follows no redirect. */
export function makeHttp({env, origins}: HttpContext): Http {
  return {
    async request(asked) {
      const {url, headers, signal} = asked
      try {
        const way = await wayOut(url, env)
        guardSecrets(way.origin, headers, origins)
        return replyOf(await ask(asked, way), url, signal)
      } catch (error) {
        throw explainNetwork(error, url, signal, env)
      }
    },
    async webSocket(asked) {
      guardSecrets(new URL(asked.url.replace(/^ws/, 'http')).origin, asked.headers, origins)
      const {openSocket} = await import('./web-socket.js')
      return openSocket(asked, env)
    },
  }
}

function ask(asked: HttpRequest, way: WayOut): Promise<IncomingMessage> {
  const {method, headers, body, signal, headTimeout = HEAD_TIMEOUT, idleTimeout = IDLE_TIMEOUT} = asked
  return new Promise((resolve, reject) => {
    let isAnswered = false
    const call = way.request({...way.address, method, headers, agent: way.agent})
    endWith(signal, call)
    const patience = setTimeout(() => call.destroy(failure('ETIMEDOUT')), headTimeout)
    call.once('close', () => clearTimeout(patience))
    call.once('socket', (socket) => {
      if (socket.connecting) limitConnect(call)
    })
    call.once('proxyConnect', ({statusCode}: {readonly statusCode: number}) => {
      if (statusCode !== 200) call.destroy(failure('EPROXY'))
    })
    call.once('response', (reply) => {
      isAnswered = true
      clearTimeout(patience)
      limitSilence(call, reply, idleTimeout)
      resolve(reply)
    })
    call.on('error', (error: NodeJS.ErrnoException) => {
      // The other side closed a connection that was kept, just as it was taken up again.
      if (call.reusedSocket && error.code === 'ECONNRESET' && !isAnswered) resolve(ask(asked, way))
      else reject(error)
    })
    call.end(body)
  })
}

/** By hand: the client's own option looks after more than this, at the price of a tenth of a small request. */
function endWith(signal: AbortSignal, call: ClientRequest): void {
  const end = (): void => void call.destroy(failure('ABORT_ERR'))
  if (signal.aborted) end()
  signal.addEventListener('abort', end, {once: true})
  call.once('close', () => signal.removeEventListener('abort', end))
}

function limitConnect(call: ClientRequest): void {
  const timer = setTimeout(() => call.destroy(failure('ETIMEDOUT')), CONNECT_TIMEOUT)
  const stop = (): void => clearTimeout(timer)
  call.socket?.once('connect', stop)
  call.once('close', stop)
}

/** While it is stopped, the silence is the reader's. */
function limitSilence(call: ClientRequest, reply: IncomingMessage, limit: number): void {
  call.setTimeout(limit, () => {
    if (!reply.isPaused()) reply.destroy(failure('ETIMEDOUT'))
  })
}

function failure(code: string): Error {
  return Object.assign(new Error(code), {code})
}

function replyOf(reply: IncomingMessage, url: string, signal: AbortSignal): HttpReply {
  const body = readChunks(reply, (error) => explainNetwork(error, url, signal))
  return {status: reply.statusCode ?? 0, headers: flattenHeaders(reply.headers), body, text: () => readText(body)}
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, LONGEST_TEXT - length))
    length += chunk.length
    if (length >= LONGEST_TEXT) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A token that went to the wrong host is lost: whoever asks for it, it is not sent. */
function guardSecrets(
  origin: string,
  headers: Readonly<Record<string, string>>,
  originsOf: HttpContext['origins'],
): void {
  for (const [name, secret] of Object.entries(headers)) {
    const origins = SECRETS.has(name.toLowerCase()) ? originsOf(secret) : undefined
    if (origins !== undefined) checkOrigin(origin, origins)
  }
}

function checkOrigin(origin: string, origins: readonly string[]): void {
  if (origins.includes(origin)) return
  throw turnError({
    blame: 'upstream',
    kind: 'network-blocked',
    message: `A token was not sent to ${origin}: its provider declares ${origins.join(', ') || 'no origin'} only.`,
  })
}
