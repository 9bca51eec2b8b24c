// From the start of ccs to the first instruction of the runtime, against `node -e 0`, in turn: absolute times drift with
// the machine's load, ratios of neighbours do not.
import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {performance} from 'node:perf_hooks'
import {fileURLToPath} from 'node:url'

const CCS = fileURLToPath(new URL('../bin/ccs.js', import.meta.url))
const SESSION = ['codex', '-p', 'hi']

const CASES = [
  {name: 'session, proxy running', args: SESSION, atMost: 1.5, proxy: 'running'},
  {name: 'session, proxy not running', args: SESSION, atMost: 4, proxy: 'stopped'},
  {name: 'ccs version', args: ['version'], atMost: 3.5},
  {name: 'ccs --help', args: ['--help'], atMost: 3.5},
  {name: 'ccs cliproxy status', args: ['cliproxy', 'status'], atMost: 3.5, proxy: 'running'},
  {name: 'ccs codex --accounts', args: ['codex', '--accounts'], atMost: 3.5},
]

export async function measure({rounds = 15}) {
  const home = makeHome()
  try {
    const rows = []
    for (const each of CASES) rows.push(await measureCase(each, home, rounds))
    return rows
  } finally {
    await stopProxy(home)
    rmSync(home.folder, {recursive: true, force: true})
  }
}

async function measureCase({name, args, atMost, proxy}, home, rounds) {
  const pairs = []
  if (proxy === 'running') await time(process.execPath, [CCS, ...SESSION], home.env)
  for (let round = -1; round < rounds; round += 1) {
    const yardstick = await time(process.execPath, ['-e', '0'], home.env)
    if (proxy === 'stopped') await stopProxy(home)
    const own = await time(process.execPath, [CCS, ...args], home.env)
    if (round >= 0) pairs.push({yardstick, own})
  }
  const value = median(pairs.map(({yardstick, own}) => own / yardstick))
  const detail = `${median(pairs.map(({own}) => own)).toFixed(0)} ms, node ${median(pairs.map(({yardstick}) => yardstick)).toFixed(0)} ms`
  return {name, value, unit: 'x node -e 0', atMost, detail}
}

/** Milliseconds to the first output, or to the end of a process that has none. */
function time(command, args, env) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    let first
    let errors = ''
    const child = spawn(command, args, {env, stdio: ['ignore', 'pipe', 'pipe']})
    child.stdout.once('data', () => {
      first = performance.now() - started
    })
    child.stdout.resume()
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      const ended = performance.now() - started
      if (code === 0) resolve(first ?? ended)
      else reject(new Error(`${args.join(' ')} left with ${code}: ${errors}`))
    })
  })
}

/** A home with one account, and a runtime that only says that it started. */
function makeHome() {
  const folder = mkdtempSync(join(tmpdir(), 'ccs-bench-'))
  const root = join(folder, '.ccs')
  const auth = join(root, 'cliproxy', 'auth')
  mkdirSync(auth, {recursive: true, mode: 0o700})
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  const token = jwt({
    email: 'bench@example.com',
    sub: 'user-bench',
    'https://api.openai.com/auth': {
      chatgpt_account_id: 'bench',
      chatgpt_user_id: 'user-bench',
      chatgpt_plan_type: 'plus',
    },
    exp: Math.floor(Date.parse(tomorrow) / 1000),
  })
  const tokens = {
    type: 'codex',
    access_token: token,
    refresh_token: 'rt-bench',
    id_token: token,
    account_id: 'bench',
    email: 'bench@example.com',
    expired: tomorrow,
    last_refresh: new Date().toISOString(),
  }
  writeFileSync(join(auth, 'codex-bench@example.com.json'), JSON.stringify(tokens), {mode: 0o600})
  const runtime = join(folder, 'claude')
  writeFileSync(runtime, '#!/bin/sh\necho started\n')
  chmodSync(runtime, 0o755)
  const closed = 'http://127.0.0.1:9'
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CCS_CLAUDE_PATH: runtime,
    CCS_CODEX_BASE_URL: closed,
    CCS_CODEX_ISSUER: closed,
  }
  return {folder, root, env}
}

function jwt(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({alg: 'none'})}.${part(claims)}.none`
}

async function stopProxy({root}) {
  const file = join(root, 'cliproxy', 'state.json')
  if (!existsSync(file)) return
  const {pid} = JSON.parse(readFileSync(file, 'utf8'))
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGTERM')
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5))
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
