// From the start of ccs to the first instruction of the runtime, against `node -e 0`, in turn: absolute times drift with
// the machine's load, ratios of neighbours do not.
import {spawn} from 'node:child_process'
import {performance} from 'node:perf_hooks'
import {fileURLToPath} from 'node:url'
import {makeHome, stopProxy} from './home.mjs'
import {median} from './statistics.mjs'

const binOf = (name) => fileURLToPath(new URL(`../bin/${name}.js`, import.meta.url))
const SESSION = ['codex', '-p', 'hi']

const CASES = [
  {name: 'session, proxy running', args: SESSION, atMost: 1.5, proxy: 'running'},
  {name: 'session, proxy not running', args: SESSION, atMost: 4, proxy: 'stopped'},
  {name: 'ccsx', bin: 'ccsx', args: ['hi'], atMost: 1.6, proxy: 'running'},
  {name: 'ccsxp', bin: 'ccsxp', args: ['hi'], atMost: 1.6, proxy: 'running'},
  {name: 'ccs-droid', bin: 'ccs-droid', args: ['hi'], atMost: 1.6, proxy: 'running'},
  {name: 'ccs --version', args: ['--version'], atMost: 1.4},
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
    home.remove()
  }
}

async function measureCase({name, bin = 'ccs', args, atMost, proxy}, home, rounds) {
  const pairs = []
  if (proxy === 'running') await time(process.execPath, [binOf('ccs'), ...SESSION], home.env)
  for (let round = -1; round < rounds; round += 1) {
    const yardstick = await time(process.execPath, ['-e', '0'], home.env)
    if (proxy === 'stopped') await stopProxy(home)
    const own = await time(process.execPath, [binOf(bin), ...args], home.env)
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
