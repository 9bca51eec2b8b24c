import type {Environment, Http, HttpReply, HttpRequest} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {explainNetwork} from './explain-network.js'
import {flattenHeaders} from './flatten-headers.js'

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

type Undici = typeof import('undici')
type Dispatcher = InstanceType<Undici['EnvHttpProxyAgent']>

/** undici, loaded with the first request; honours the environment's proxy and certificates, follows no redirect. */
export function makeHttp({env, origins}: HttpContext): Http {
  return {
    async request(asked) {
      guardSecrets(asked.url, asked.headers, origins)
      const {undici, dispatcher} = await connection(env)
      return ask(asked, undici, dispatcher)
    },
    async webSocket(asked) {
      guardSecrets(asked.url.replace(/^ws/, 'http'), asked.headers, origins)
      const {openSocket} = await import('./web-socket.js')
      return openSocket(asked, env)
    },
  }
}

/** Loads the client before it is needed; a proxy does so once it listens. */
export async function warmHttp(env: Environment): Promise<void> {
  await connection(env)
}

const connections = new Map<string, Promise<{readonly undici: Undici; readonly dispatcher: Dispatcher}>>()

/** One pool for each way out, whoever asks. */
function connection(env: Environment) {
  const httpProxy = env.http_proxy || env.HTTP_PROXY
  const httpsProxy = env.https_proxy || env.HTTPS_PROXY
  const noProxy = env.no_proxy || env.NO_PROXY
  const key = JSON.stringify([httpProxy, httpsProxy, noProxy])
  const known = connections.get(key)
  if (known !== undefined) return known
  const opening = import('undici').then((undici) => ({
    undici,
    dispatcher: new undici.EnvHttpProxyAgent({
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? '',
      noProxy: noProxy ?? '',
      connect: {timeout: CONNECT_TIMEOUT},
      allowH2: false,
    }),
  }))
  connections.set(key, opening)
  return opening
}

async function ask(asked: HttpRequest, undici: Undici, dispatcher: Dispatcher): Promise<HttpReply> {
  const {method, url, headers, body, signal} = asked
  try {
    const reply = await undici.request(url, {
      method,
      headers: {...headers},
      body,
      signal,
      dispatcher,
      headersTimeout: asked.headTimeout ?? HEAD_TIMEOUT,
      bodyTimeout: asked.idleTimeout ?? IDLE_TIMEOUT,
    })
    const bytes = readBody(reply.body, url, signal)
    return {status: reply.statusCode, headers: flattenHeaders(reply.headers), body: bytes, text: () => readText(bytes)}
  } catch (error) {
    throw explainNetwork(error, url, signal)
  }
}

async function* readBody(
  body: AsyncIterable<Uint8Array>,
  url: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of body) yield chunk
  } catch (error) {
    throw explainNetwork(error, url, signal)
  }
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
function guardSecrets(url: string, headers: Readonly<Record<string, string>>, originsOf: HttpContext['origins']): void {
  for (const [name, secret] of Object.entries(headers)) {
    const origins = SECRETS.has(name.toLowerCase()) ? originsOf(secret) : undefined
    if (origins !== undefined) checkOrigin(new URL(url).origin, origins)
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
