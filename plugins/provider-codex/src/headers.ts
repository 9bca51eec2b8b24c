import {createHash} from 'node:crypto'
import {arch, platform, release} from 'node:os'
import type {Account, Environment} from 'ccs/plugin'

/** The backend refuses newer models to clients that call themselves older. */
const VERSION = '0.171.0'
const ORIGINATOR = 'codex_cli_rs'
const SYSTEMS: Readonly<Record<string, string>> = {darwin: 'Mac OS', linux: 'Linux', win32: 'Windows'}
const SYSTEM = `${SYSTEMS[platform()] ?? platform()} ${release()}; ${arch() === 'x64' ? 'x86_64' : arch()}`

export type Headers = Readonly<Record<string, string>>

export function clientVersion(env: Environment): string {
  return env.CCS_CODEX_CLIENT_VERSION || VERSION
}

/** What the backend wants of every request: whose it is, and which client speaks. */
export function accountHeaders(account: Account, env: Environment): Headers {
  const version = clientVersion(env)
  return {
    authorization: `Bearer ${account.accessToken}`,
    'chatgpt-account-id': account.identity.accountId,
    originator: ORIGINATOR,
    'user-agent': `${ORIGINATOR}/${version} (${SYSTEM}) ccs`,
    version,
  }
}

/** A turn's. `session-id` is what the backend keeps a conversation's prompt cache together by. */
export function turnHeaders(account: Account, env: Environment, session: string): Headers {
  return {
    ...accountHeaders(account, env),
    'content-type': 'application/json',
    accept: 'text/event-stream',
    'session-id': inHeader(session),
  }
}

/** All that a header can carry everywhere. */
const PRINTABLE = /^[\x20-\x7e]+$/

/** The name itself, or one made of it: always the same, in the shape of the UUIDs that Codex sends. */
function inHeader(name: string): string {
  if (PRINTABLE.test(name)) return name
  const hash = createHash('sha256').update(name).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-')
}

/** What a client itself calls its session to the backend, whatever its cache key is. */
export function ownSession({'session-id': name}: Headers): string | undefined {
  return name !== undefined && PRINTABLE.test(name) ? name : undefined
}

/** The same for a turn that goes in a frame: the upgrade names the dialect of the frames. */
export function socketHeaders(headers: Headers): Headers {
  const {accept, 'content-type': type, ...named} = headers
  return {...named, 'openai-beta': 'responses_websockets=2026-02-06'}
}

/** Headers of a client that mean something to the backend and say nothing of the client's own login. */
const MEANT =
  /^(x-codex-(?!installation)|thread-id$|x-client-request-id$|x-openai-(subagent|internal-codex-responses-lite)$|x-oai-attestation$|x-responsesapi-include-timing-metrics$)/

/** By which a client names itself. */
const NAMES = new Set(['originator', 'user-agent', 'version'])

/** For a relayed turn. A Codex client names itself; the account's own headers always win over the client's. */
export function relayHeaders(asked: Headers, ours: Headers): Headers {
  const isCodex = /^codex[-_]/.test(asked.originator ?? '')
  const headers: Record<string, string> = {...ours}
  for (const [name, value] of Object.entries(asked))
    if (MEANT.test(name) || (isCodex && NAMES.has(name))) headers[name] = value
  return headers
}
