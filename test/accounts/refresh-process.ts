// Asks for credentials as the proxy does, in a process of its own. argv: how many at once, and where to stop for good.
import {openAccounts} from '../../src/accounts/accounts.js'
import type {Log, ProviderPlugin} from '../../src/contract/index.js'
import {openHost} from '../../src/host/open-host.js'
import {loadProvider} from '../../src/registry/contributions.js'
import {SILENT} from './provider.js'

// A limit for the size of files is met as a full disk is: by an error of the write.
process.on('SIGXFSZ', () => undefined)
const [many = '1', stop = ''] = process.argv.slice(2)
const log: Log = {...SILENT, info: (message) => message.startsWith('Refreshed') && halt('saved')}
const host = openHost(process.env, {log})
const provider = halting(await loadProvider('codex', host))
const accounts = openAccounts({...host, provider})
const [account] = await accounts.list()
say({at: 'ready'})
await new Promise((resolve) => process.stdin.once('data', resolve))
process.stdin.pause()
const asked = Array.from({length: Number(many)}, () => accounts.credentials(account?.id ?? ''))
const results = await Promise.allSettled(asked)
say({
  tokens: [...new Set(results.map((one) => (one.status === 'fulfilled' ? one.value.accessToken : '')))],
  faults: [...new Set(results.map((one) => (one.status === 'rejected' ? String(one.reason.message) : '')))],
  states: (await accounts.list()).map(({nickname, state}) => [nickname, state.code]),
})

/** Stands still without a word more, as a process does between two instructions. */
function halt(at: string): void {
  if (at !== stop) return
  say({at})
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

function halting(loaded: ProviderPlugin): ProviderPlugin {
  const {refresh} = loaded
  return {
    ...loaded,
    async refresh(tokens, signal) {
      halt('reserved')
      const answer = await refresh?.(tokens, signal)
      halt('answered')
      return answer ?? tokens
    },
  }
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
