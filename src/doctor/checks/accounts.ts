import type {AccountRecord, Accounts} from '../../accounts/accounts.js'
import {accountsOf} from '../../accounts/accounts-of.js'
import {nameOf} from '../../accounts/actions/write-accounts.js'
import {asArgument} from '../../accounts/nickname.js'
import {openQuota} from '../../accounts/quota.js'
import type {AccountStateCode, ProviderPlugin} from '../../contract/index.js'
import type {HostContext} from '../../host/host-context.js'
import {howLong} from '../../proxy/how-long.js'
import {listContributions, loadProvider} from '../../registry/contributions.js'
import {type Check, type CheckContext, type CheckStatus, type Finding, ok} from '../check.js'

/** Each account's state with a code of its own; with `--online` one cheap real question. */
export const accounts: Check = {
  name: 'accounts',
  async run(context) {
    const {host} = context
    const ids = (await listContributions(host)).filter(({kind}) => kind === 'provider').map(({id}) => id)
    const found: Finding[] = []
    for (const id of new Set(ids)) {
      const provider = await loadProvider(id, host).catch(() => undefined)
      if (provider !== undefined) found.push(...(await checkProvider(provider, context)))
    }
    return found
  },
}

async function checkProvider(provider: ProviderPlugin, context: CheckContext): Promise<readonly Finding[]> {
  const {host, online} = context
  const all = accountsOf(provider, host)
  const [records, faults] = [await all.list(), await all.faults()]
  if (records.length === 0 && faults.length === 0) {
    const message = `No ${provider.id} account is signed in.`
    return provider.id === 'codex'
      ? [{code: 'no_account', status: 'warn', message, command: `ccs ${provider.id} --auth`}]
      : []
  }
  return [
    ...faults.map(({message}) => faultOf(message, provider.id)),
    ...records.map((record) => stateOf(record, provider.id, host.clock.now())),
    ...(online ? await askEach(records, all, {provider, host}) : []),
  ]
}

function faultOf(message: string, provider: string): Finding {
  const isRegistry = /accounts\.json/.test(message)
  return {
    code: isRegistry ? 'registry_unreadable' : 'token_file_unreadable',
    status: isRegistry ? 'warn' : 'fail',
    message,
    command: isRegistry ? `ccs ${provider} --accounts` : `ccs ${provider} --auth`,
  }
}

const STATUS: Readonly<Record<AccountStateCode, CheckStatus>> = {
  ready: 'ok',
  cooling: 'warn',
  unknown: 'warn',
  needs_reauth: 'fail',
  revoked: 'fail',
  deactivated: 'fail',
  region_blocked: 'fail',
  network_blocked: 'fail',
}

const WORDS: Readonly<Record<AccountStateCode, string>> = {
  ready: 'is ready',
  cooling: 'cools down after a limit',
  unknown: 'is in a state that nobody knows',
  needs_reauth: 'must sign in again',
  revoked: 'was revoked and must sign in again',
  deactivated: 'is deactivated',
  region_blocked: 'is not served in this region',
  network_blocked: 'is blocked by something in the network',
}

const NEXT: Readonly<Partial<Record<AccountStateCode, (provider: string, nickname: string) => string>>> = {
  cooling: () => 'ccs cliproxy quota --refresh',
  needs_reauth: (provider, nickname) => `ccs ${provider} --auth --account ${asArgument(nickname)}`,
  revoked: (provider, nickname) => `ccs ${provider} --auth --account ${asArgument(nickname)}`,
  deactivated: (_provider, nickname) => `ccs cliproxy accounts remove ${asArgument(nickname)}`,
  network_blocked: () => 'ccs doctor --online',
  region_blocked: () => 'ccs doctor --online',
}

function stateOf(record: AccountRecord, provider: string, now: number): Finding {
  const {state, paused, nickname} = record
  if (paused) {
    const command = `ccs cliproxy accounts resume ${asArgument(nickname)}`
    return {code: 'account_paused', status: 'warn', message: `${nameOf(record)} is paused.`, command}
  }
  const until = state.until === null ? '' : `, for ${howLong(state.until - now)} more`
  const why = state.message === null ? '' : ` (${state.message.replace(/\.$/, '')})`
  const command = NEXT[state.code]?.(provider, nickname)
  return {
    code: `account_${state.code}`,
    status: STATUS[state.code],
    message: `${nameOf(record)} ${WORDS[state.code]}${until}${why}.`,
    ...(command && {command}),
  }
}

/** The usage endpoint needs the token and the network, and spends nothing. */
async function askEach(
  records: readonly AccountRecord[],
  all: Accounts,
  {provider, host}: {readonly provider: ProviderPlugin; readonly host: HostContext},
): Promise<readonly Finding[]> {
  if (provider.usage === undefined) return []
  const quota = openQuota({provider, accounts: all, clock: host.clock, log: host.log})
  const found: Finding[] = []
  for (const record of records.filter(({paused}) => !paused)) {
    const started = Date.now()
    const {error} = await quota.fetch(record.id)
    const name = nameOf(record)
    found.push(
      error === undefined
        ? ok('account_online', `${name} is answered by the upstream in ${Date.now() - started} ms.`)
        : {code: 'account_offline', status: 'fail', message: `${name}: ${error.message}`, ...commandOf(error)},
    )
  }
  return found
}

/** The doctor itself is no answer to who asks it: what is wrong with the network stands in a line of its own. */
function commandOf({command}: {readonly command?: string}): {readonly command?: string} {
  return command === undefined || command.startsWith('ccs doctor') ? {} : {command}
}
