import type {Environment} from 'ccs/plugin'

/** Which turns go over a WebSocket. */
export type SocketUse = 'off' | 'fast' | 'all'

/** Where this provider's hosts are. Both roots are without a trailing slash. */
export interface Endpoint {
  readonly issuer: string
  /** The ChatGPT backend; inference is at `/codex/responses` below it. */
  readonly backend: string
  /** The only places that a token may be sent to. */
  readonly origins: readonly string[]
  readonly webSocket: SocketUse
}

const ISSUER = 'https://auth.openai.com'
const BACKEND = 'https://chatgpt.com/backend-api'
const SOCKET_USES: readonly SocketUse[] = ['off', 'fast', 'all']
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The environment may name other hosts: https anywhere, plain http on this machine only. */
export function endpointOf(env: Environment): Endpoint {
  const issuer = rootOf('CCS_CODEX_ISSUER', env) ?? ISSUER
  const backend = (rootOf('CCS_CODEX_BASE_URL', env) ?? BACKEND).replace(/\/codex$/, '')
  const origins = [...new Set([issuer, backend].map((url) => new URL(url).origin))]
  return {issuer, backend, origins, webSocket: socketUse(env)}
}

function rootOf(name: string, env: Environment): string | undefined {
  const written = env[name]?.trim()
  if (!written) return undefined
  if (!URL.canParse(written)) throw misconfigured(name, `is no URL: ${written}`)
  const url = new URL(written)
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
  if (!isAllowed) throw misconfigured(name, `must be https, or http on this machine: ${written}`)
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function socketUse({CCS_CODEX_WEBSOCKET: written}: Environment): SocketUse {
  const name = written?.trim().toLowerCase() || 'off'
  const use = SOCKET_USES.find((one) => one === name)
  if (use === undefined)
    throw misconfigured('CCS_CODEX_WEBSOCKET', `must be one of ${SOCKET_USES.join(', ')}: ${written}`)
  return use
}

/** The environment is wrong, not this plugin: the host says it as it stands. */
function misconfigured(name: string, fault: string): Error {
  return Object.assign(new Error(`${name} ${fault}`), {exit: 2, hint: `Correct ${name}, or unset it.`})
}
