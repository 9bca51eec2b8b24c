import {asArgument} from '../accounts/nickname.js'
import type {Paths} from '../config/paths.js'
import type {AccountView, Attention, Model, ProviderPlugin, ProxyView} from '../contract/index.js'
import {planNotes} from '../models/plan-check.js'
import {readSettings} from '../profiles/settings.js'
import {slotsOf} from '../profiles/slots.js'
import type {AccountQuota} from '../proxy/reports.js'

interface Context {
  readonly provider: ProviderPlugin
  readonly models: readonly Model[]
  readonly paths: Pick<Paths, 'settings'>
  /** Token files and registries that could not be used. */
  readonly faults: readonly Error[]
  readonly quotaFaults: QuotaFaults
  readonly proxy: ProxyView
}

type View = Omit<AccountView, 'health'>

/** Why the quota of an account could not be read, by account id. */
export type QuotaFaults = ReadonlyMap<string, NonNullable<AccountQuota['error']>>

/** What a person should do something about, the most pressing first. */
export async function attentionOf(accounts: readonly View[], context: Context): Promise<readonly Attention[]> {
  const {provider, faults, quotaFaults, proxy} = context
  const main = accounts.find(({isDefault}) => isDefault)
  return [
    ...silenceOf(proxy),
    ...accounts.flatMap((account) => troubleOf(account, quotaFaults.get(account.id), provider)),
    ...(main === undefined ? [] : [...standingOf(main, accounts, provider), ...(await fallbacksOf(main, context))]),
    ...faults.map(({message}) => ({code: 'broken_file', accountId: null, text: message, command: 'ccs doctor'})),
  ]
}

function silenceOf({running, pid, port}: ProxyView): readonly Attention[] {
  if (running || pid === null) return []
  const text = `The proxy on port ${port} (process ${pid}) does not answer.`
  return [{code: 'proxy_silent', accountId: null, text, command: 'ccs cliproxy start'}]
}

type Trouble = (account: View, provider: Pick<ProviderPlugin, 'id'>) => Pick<Attention, 'code' | 'text' | 'command'>

const SIGN_IN: Trouble = ({nickname, state}, {id}) => ({
  code: 'reauth',
  text: `${nickname} must sign in again${reasonOf(state.message)}.`,
  command: `ccs ${id} --auth --account ${asArgument(nickname)}`,
})

const TROUBLES: Readonly<Partial<Record<AccountView['state']['code'], Trouble>>> = {
  needs_reauth: SIGN_IN,
  revoked: SIGN_IN,
  deactivated: ({nickname, state}, {id}) => ({
    code: 'deactivated',
    text: `The workspace of ${nickname} is deactivated${reasonOf(state.message)}.`,
    command: `ccs ${id} --logout --account ${asArgument(nickname)}`,
  }),
  region_blocked: ({nickname, state}) => ({
    code: 'region_blocked',
    text: `${nickname} cannot be used from this region${reasonOf(state.message)}.`,
    command: 'ccs doctor --online',
  }),
  network_blocked: ({nickname, state}) => ({
    code: 'network_blocked',
    text: `The network keeps ${nickname} from its upstream${reasonOf(state.message)}.`,
    command: 'ccs doctor --online',
  }),
}

/** What the usage endpoint says of an account before any request has found out. */
const SIGN_IN_FAULTS: ReadonlySet<string> = new Set(['needs_reauth', 'token_expired', 'revoked'])

/** A quota that cannot be read is told as well, unless the account's state says why already. */
function troubleOf(
  account: View,
  fault: NonNullable<AccountQuota['error']> | undefined,
  provider: ProviderPlugin,
): readonly Attention[] {
  const {id: accountId, nickname, state} = account
  const trouble = TROUBLES[state.code]
  if (trouble !== undefined) return [{...trouble(account, provider), accountId}]
  if (fault === undefined) return []
  const {code, message, command = `ccs cliproxy quota --account ${asArgument(nickname)}`} = fault
  if (SIGN_IN_FAULTS.has(code))
    return [{code: 'reauth', accountId, text: `${nickname} must sign in again${reasonOf(message)}.`, command}]
  return [{code: 'quota_unknown', accountId, text: `The quota of ${nickname} could not be read: ${message}`, command}]
}

/** Percent from which a window is said to be nearly used up. */
const NEARLY = 90

/** Whether the default account can still serve. */
function standingOf(account: View, all: readonly View[], {id}: ProviderPlugin): readonly Attention[] {
  const {id: accountId, nickname, paused, windows} = account
  const other = all.find((one) => one !== account && !one.paused && one.state.code === 'ready')
  if (paused) {
    const command = `ccs cliproxy accounts resume ${asArgument(nickname)}`
    return [{code: 'default_paused', accountId, text: `The default account ${nickname} is paused.`, command}]
  }
  const full = windows.find(({usedPercent}) => (usedPercent ?? 0) >= NEARLY)
  if (full === undefined) return []
  const how = (full.usedPercent ?? 0) >= 100 ? 'has reached' : 'is near'
  const text = `The default account ${nickname} ${how} its ${full.label} limit.`
  const command = other === undefined ? null : `ccs ${id} --use ${asArgument(other.nickname)}`
  return [{code: 'default_limit', accountId, text, command}]
}

/** Models of the provider's own profile that the default account's plan may not use. */
async function fallbacksOf(
  {id: accountId, nickname, plan}: View,
  {provider, models, paths}: Context,
): Promise<readonly Attention[]> {
  const settings = await readSettings(paths.settings(provider.id)).catch(() => undefined)
  const slots = slotsOf(settings?.env ?? {}, provider)
  return planNotes(Object.values(slots), {provider, models, plan: plan ?? undefined}).map((note) => ({
    code: 'plan',
    accountId,
    text: `${nickname}: ${note}`,
    command: `ccs ${provider.id} --config`,
  }))
}

function reasonOf(message: string | null): string {
  return message === null ? '' : ` (${message.replace(/\.$/, '')})`
}
