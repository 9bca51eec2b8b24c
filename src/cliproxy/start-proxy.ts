import {spawn} from 'node:child_process'
import {closeSync, mkdirSync, openSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {ProxyConfig} from '../config/proxy-config.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {withLock} from '../files/lock.js'
import type {HostContext} from '../host/host-context.js'
import {HOST_ROOT} from '../registry/host-root.js'
import {askProxy} from './ask-proxy.js'
import {checkBind} from './check-bind.js'
import type {EnsureWish} from './ensure-proxy.js'
import {type FoundProxy, findProxy, prove} from './find-proxy.js'

/** What Node runs as a proxy. Without flags: with any of V8's it compiles its own modules anew at every start. */
export const PROXY_FILE = join(HOST_ROOT, 'dist', 'start', 'proxy.cjs')
/** Milliseconds that a new proxy has to say that it listens. */
const PATIENCE = 15_000

interface Start {
  readonly wish: EnsureWish
  /** Whether one that runs already will do. */
  readonly fits: (found: FoundProxy) => boolean
}

/** Looks once more under the lock: whoever waited finds what the one before has started. */
export async function startUnderLock(host: HostContext, config: ProxyConfig, start: Start): Promise<FoundProxy> {
  checkBind(config, host.paths.proxyConfig)
  return withLock(host.paths.proxyState, async () => {
    const found = await findProxy(host.paths, config)
    if (found !== undefined && start.fits(found)) return found
    if (found !== undefined) await stopProxy(found)
    const {port, end} = await spawnProxy(host, start.wish)
    const [key = ''] = config.apiKeys
    const started = await prove(port, key)
    if (started !== undefined) return started
    end()
    throw notStarted('it went away at once, or another program answers in its place')
  })
}

/** Resolves once nobody answers any more. */
export async function stopProxy({port, key}: Pick<FoundProxy, 'port' | 'key'>): Promise<void> {
  await askProxy({port, key, method: 'POST', path: '/ccs/stop', patience: 10_000})
  while ((await prove(port, key)) !== undefined) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** In a session of its own: neither Ctrl-C nor the end of the terminal reaches it. Its first line says where it listens. */
async function spawnProxy({env, paths}: HostContext, {port, keep}: EnsureWish): Promise<Spawned> {
  const words = [...(port === undefined ? [] : [`--port=${port}`]), ...(keep ? ['--keep'] : [])]
  mkdirSync(dirname(paths.proxyLog), {recursive: true, mode: 0o700})
  const errors = openSync(join(dirname(paths.proxyLog), 'crash.log'), 'a', 0o600)
  const child = spawn(process.execPath, [PROXY_FILE, ...words], {
    detached: true,
    stdio: ['ignore', 'pipe', errors],
    env: {...env},
    cwd: paths.root,
  })
  closeSync(errors)
  const line = await firstLine(child)
  child.stdout?.destroy()
  child.unref()
  const said = parse(line)
  if (typeof said.port === 'number') return {port: said.port, end: () => void child.kill()}
  throw said.error === undefined ? notStarted(line.trim() || 'it said nothing') : carried(said.error)
}

interface Spawned {
  readonly port: number
  readonly end: () => void
}

function firstLine(child: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(notStarted(`it did not listen within ${PATIENCE / 1000} s`))
    }, PATIENCE)
    const done = (): void => {
      clearTimeout(timer)
      resolve(text)
    }
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(notStarted(error.message))
    })
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) done()
    })
    child.stdout?.once('end', done)
  })
}

interface Said {
  readonly port?: unknown
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly hint?: string
    readonly command?: string
    readonly exit: number
  }
}

function parse(line: string): Said {
  try {
    return JSON.parse(line) as Said
  } catch {
    return {}
  }
}

function carried({message, ...fields}: NonNullable<Said['error']>): CcsError {
  return new CcsError(message, fields)
}

function notStarted(why: string): CcsError {
  return new CcsError(`The proxy could not be started: ${why}.`, {
    code: 'proxy_not_started',
    exit: EXIT.failed,
    command: 'ccs cliproxy start --foreground',
  })
}
