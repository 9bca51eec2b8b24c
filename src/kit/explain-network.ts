import type {Environment, FaultKind, TurnError} from '../contract/index.js'
import {isTurnError, turnError} from '../errors/turn-error.js'
import {proxyFor} from './choose-proxy.js'

/** What Node and its client name a failure, with our kind and words. The last row takes the rest. */
const CAUSES: readonly (readonly [codes: RegExp, kind: FaultKind, says: string])[] = [
  [/^ETIMEDOUT$/, 'timeout', 'took too long to answer'],
  [/^ENOTFOUND$|^EAI_/, 'network', 'could not be found: the network or its name service is down'],
  [/^ECONNREFUSED$/, 'network', 'refused the connection'],
  [/^(ECONNRESET|EPIPE)$/, 'network', 'closed the connection'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/, 'network', 'cannot be reached'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    'network-blocked',
    'showed a certificate that is not trusted here; name your own authority in NODE_EXTRA_CA_CERTS',
  ],
  [/^EPROXY$/, 'network-blocked', 'is behind an HTTP proxy that refused the connection'],
  [/./, 'network', 'could not be asked'],
]

/** Failures to connect: where there is an HTTP proxy, nobody else was asked to. */
const UNCONNECTED = /^(ENOTFOUND|EAI_.*|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/

/** A failure of the transport in our words; what is ours already stays. `env` names the HTTP proxy on the way. */
export function explainNetwork(error: unknown, url: string, signal: AbortSignal, env: Environment = {}): TurnError {
  if (isTurnError(error)) return error
  if (signal.aborted) {
    if (isTurnError(signal.reason)) return signal.reason
    return (signal.reason as {readonly name?: unknown} | undefined)?.name === 'TimeoutError'
      ? turnError({blame: 'upstream', kind: 'timeout', message: `${hostOf(url)} took too long to answer.`})
      : turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'})
  }
  const code = codeOf(error)
  const [, kind, says] = CAUSES.find(([codes]) => codes.test(code)) ?? [undefined, 'network' as const, 'failed']
  const host = hostOf(url)
  const proxy = UNCONNECTED.test(code) ? proxyFor(url, env) : ''
  const who = proxy === '' ? host : `The HTTP proxy ${hostOf(proxy)} on the way to ${host}`
  return turnError({blame: 'upstream', kind, message: `${who} ${says} (${code}).`})
}

/** The innermost code: an error of several addresses hides it in its list. */
function codeOf(error: unknown): string {
  const {code, cause, errors, name} = Object(error) as {
    readonly code?: unknown
    readonly cause?: unknown
    readonly errors?: readonly unknown[]
    readonly name?: unknown
  }
  const inner = [cause, ...(errors ?? [])].find(
    (one) => typeof (one as {code?: unknown} | undefined)?.code === 'string',
  )
  if (typeof code === 'string') return code
  return inner === undefined ? String(name ?? 'unknown') : codeOf(inner)
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
