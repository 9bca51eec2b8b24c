// What a measurement runs against, each a process of its own: the stand-in upstream, a raw pipe to it, the proxy to it.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {writeFileSync} from 'node:fs'
import {get} from 'node:http'
import {join} from 'node:path'
import {performance} from 'node:perf_hooks'
import {fileURLToPath} from 'node:url'
import {PROXY_FILE} from '../dist/cliproxy/start-proxy.js'
import {makeHome, ownEnvironment} from './home.mjs'

const fileOf = (path) => fileURLToPath(new URL(path, import.meta.url))
const UPSTREAM = fileOf('stand-in/upstream.mjs')
const PIPE = fileOf('stand-in/pass-through.mjs')
const KEY = 'ccs-bench-0123456789abcdef0123456789'

/** Started once already where it is not the start that is measured: caches of the first start are written. */
export async function openStage() {
  const upstream = await startUpstream()
  const pipe = await startPipe(upstream)
  const home = makeProxyHome(upstream)
  const proxy = await startProxy(home)
  return {
    upstream,
    pipe,
    proxy,
    home,
    async close() {
      await Promise.all([proxy, pipe, upstream].map((one) => one.stop()))
      home.remove()
    },
  }
}

async function startUpstream() {
  const upstream = await start([UPSTREAM], {ipc: true})
  let asked = 0
  upstream.child.on('message', (message) => {
    if (message.asked) asked += 1
  })
  return {
    ...upstream,
    asked: () => asked,
    /** The next thing of a kind that it tells. */
    async told(kind) {
      for (;;) {
        const [message] = await once(upstream.child, 'message')
        if (message[kind] !== undefined) return message[kind]
      }
    },
    async spend(spent) {
      const told = once(upstream.child, 'message')
      upstream.child.send({spent})
      await told
    },
  }
}

export function startPipe(upstream) {
  return start([PIPE, String(upstream.port)])
}

export function makeProxyHome(upstream) {
  const home = makeHome({upstream: `http://127.0.0.1:${upstream.port}`})
  writeFileSync(join(home.root, 'cliproxy', 'config.yaml'), `port: 0\napi-keys: [${KEY}]\n`, {mode: 0o600})
  return home
}

export function startProxy(home) {
  const profile = process.env.CCS_BENCH_PROFILE
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  return start([...flags, PROXY_FILE, '--keep'], {env: home.env})
}

/** Where the requests of a measurement go, and in which dialect the answer comes. */
export function lanesOf({upstream, pipe, proxy}, own) {
  const responses = {path: '/codex/responses', dialect: 'responses', headers: {}}
  return {
    direct: {name: 'direct', port: upstream.port, ...responses},
    pipe: {name: 'pass-through', port: pipe.port, ...responses},
    own: {name: 'ccs', port: proxy.port, ...own, headers: {authorization: `Bearer ${KEY}`}},
  }
}

/** Runs until it says where it listens. `answered`: milliseconds from the start to its first answer. */
async function start(words, {env = ownEnvironment(), ipc = false} = {}) {
  const began = performance.now()
  const child = spawn(process.execPath, words, {env, stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc'] : [])]})
  const ended = once(child, 'exit')
  const [line] = await once(child.stdout, 'data')
  const {port, error} = JSON.parse(line)
  if (port === undefined) throw new Error(`${words.join(' ')}: ${JSON.stringify(error)}`)
  await new Promise((resolve, reject) => {
    get({port, host: '127.0.0.1', path: '/healthz', agent: false}, (reply) => reply.resume().once('end', resolve)).once(
      'error',
      reject,
    )
  })
  const answered = performance.now() - began
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return {child, pid: child.pid, port, answered, stop}
}
