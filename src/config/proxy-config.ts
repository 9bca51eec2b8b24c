import {randomBytes} from 'node:crypto'
import {existsSync} from 'node:fs'
import {isAbsolute, join, resolve} from 'node:path'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {recordOf} from './config.js'
import type {Paths} from './paths.js'
import {lastYaml, readYaml, rememberYaml} from './read-yaml.js'

/** `cliproxy/config.yaml`, in the key names of CLIProxyAPI, so that its binary can be started on the same file. */
export interface ProxyConfig {
  readonly host: string
  readonly port: number
  readonly apiKeys: readonly string[]
  readonly authDir: string
  readonly proxyUrl?: string
  readonly routing: {
    readonly strategy: string
    readonly sessionAffinity: boolean
    /** As written: `1h`, `30m`. */
    readonly sessionAffinityTtl: string
    /** Each subagent of a session gets an account of its own. A key of ours alone. */
    readonly spreadSubagents: boolean
  }
  /** Clients of the Messages API get no thinking blocks: their transcripts stay small. A key of ours alone. */
  readonly hidesThinking: boolean
  /** Everything in the file, for keys that only one reader knows. */
  readonly raw: Readonly<Record<string, unknown>>
}

type ProxyPaths = Pick<Paths, 'proxyConfig' | 'cache' | 'tokens' | 'home'>

/** What an unchanged file gave before: every request asks. */
const known = new WeakMap<object, ProxyConfig>()
/** What each file gave when it could last be read by a proxy of this process. */
const last = new Map<string, ProxyConfig>()

export async function readProxyConfig(paths: ProxyPaths): Promise<ProxyConfig> {
  const raw = recordOf(await readYaml(paths.proxyConfig, paths.cache))
  const config = known.get(raw) ?? proxyConfigOf(raw, paths)
  known.set(raw, config)
  return config
}

/** For a proxy at work: the file says what counts, and while it cannot be read, what it said before. */
export function keepConfig(paths: Pick<ProxyPaths, 'proxyConfig'>, config: ProxyConfig): void {
  last.set(paths.proxyConfig, config)
}

/** The same as `readProxyConfig` wherever no proxy keeps a configuration. */
export async function readSteadyConfig(paths: ProxyPaths): Promise<ProxyConfig> {
  try {
    return await readProxyConfig(paths)
  } catch (error) {
    const before = last.get(paths.proxyConfig)
    if (before === undefined) throw error
    return before
  }
}

/** For who only wants to reach a proxy that runs: a file that cannot be read says what it said to any process before. */
export async function readLastConfig(paths: ProxyPaths): Promise<ProxyConfig> {
  try {
    return await readProxyConfig(paths)
  } catch (error) {
    const before = lastYaml(paths.proxyConfig, paths.cache)
    if (before === undefined) throw error
    return proxyConfigOf(recordOf(before), paths)
  }
}

/** Throws for a key that holds something else than it should; the error's `key` names it. */
export function proxyConfigOf(
  raw: Readonly<Record<string, unknown>>,
  paths: Pick<ProxyPaths, 'proxyConfig' | 'tokens' | 'home'>,
): ProxyConfig {
  const read = reader(raw, paths.proxyConfig)
  const proxyUrl = read('proxy-url', isText, 'a text', '')
  return {
    host: read('host', isText, 'a text', '127.0.0.1'),
    port: read('port', isPort, 'a number from 0 to 65535', 8317),
    apiKeys: read('api-keys', isTextList, 'a list of texts', []),
    authDir: folder(read('auth-dir', isText, 'a text', paths.tokens), paths),
    ...(proxyUrl !== '' && {proxyUrl}),
    routing: {
      strategy: read('routing.strategy', isText, 'a text', 'round-robin'),
      sessionAffinity: read('routing.session-affinity', isFlag, 'true or false', true),
      sessionAffinityTtl: read('routing.session-affinity-ttl', isText, 'a text such as 1h', '1h'),
      spreadSubagents: read('routing.spread-subagents', isFlag, 'true or false', false),
    },
    hidesThinking: read('ccs-hide-thinking', isFlag, 'true or false', false),
    raw,
  }
}

/** Writes the first configuration, with a random key, when there is none; an existing file is left alone. */
export async function ensureProxyConfig(paths: ProxyPaths): Promise<ProxyConfig> {
  if (!existsSync(paths.proxyConfig)) await create(paths)
  return readProxyConfig(paths)
}

async function create(paths: ProxyPaths): Promise<void> {
  const [{withLock}, {writeAtomic}] = await Promise.all([
    import('../files/lock.js'),
    import('../files/write-atomic.js'),
  ])
  await withLock(paths.proxyConfig, async () => {
    if (existsSync(paths.proxyConfig)) return
    const key = `ccs-${randomBytes(24).toString('base64url')}`
    const authDir = shorten(paths.tokens, paths.home)
    await writeAtomic(paths.proxyConfig, firstText(key, authDir), 0o600)
    await rememberYaml(paths.proxyConfig, paths.cache, firstValue(key, authDir))
  })
}

function firstValue(key: string, authDir: string): unknown {
  return {
    host: '127.0.0.1',
    port: 8317,
    'api-keys': [key],
    'auth-dir': authDir,
    routing: {strategy: 'round-robin', 'session-affinity': true, 'session-affinity-ttl': '1h'},
  }
}

function firstText(key: string, authDir: string): string {
  return `# The local proxy of ccs, in the key names of CLIProxyAPI.
host: 127.0.0.1
port: 8317
# Made for this installation. Whoever has it can spend your quota.
api-keys:
  - ${key}
auth-dir: ${JSON.stringify(authDir)}
routing:
  # round-robin or fill-first: which account a new session gets
  strategy: round-robin
  # a session stays on its account, which keeps the prompt cache
  session-affinity: true
  session-affinity-ttl: 1h
`
}

function shorten(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

function folder(written: string, paths: Pick<ProxyPaths, 'proxyConfig' | 'home'>): string {
  if (written.startsWith('~/')) return join(paths.home, written.slice(2))
  return isAbsolute(written) ? written : resolve(paths.proxyConfig, '..', written)
}

function reader(raw: Readonly<Record<string, unknown>>, file: string) {
  return <T>(key: string, is: (value: unknown) => value is T, expected: string, otherwise: T): T => {
    const value = key.split('.').reduce<unknown>((found, part) => recordOf(found)[part], raw) ?? undefined
    if (value === undefined) return otherwise
    if (is(value)) return value
    const error = new CcsError(`${file}: ${key} must be ${expected}.`, {code: 'invalid_config', exit: EXIT.usage})
    throw Object.assign(error, {key})
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}
