import type {AccountRecord} from '../accounts/accounts.js'
import type {FoundProxy} from '../cliproxy/find-proxy.js'
import {runningProxy} from '../cliproxy/running-proxy.js'
import type {Model, ProviderPlugin} from '../contract/index.js'
import {planNotes} from '../models/plan-check.js'

/** The plan as the token says, else as the proxy finds out; where nobody knows, one warning that names the safe model. */
export async function planNotesFor(
  written: readonly string[],
  context: {
    readonly likely: AccountRecord
    readonly provider: ProviderPlugin
    readonly proxy: FoundProxy
    readonly models: readonly Model[]
  },
): Promise<readonly string[]> {
  const {likely, provider, proxy, models} = context
  const plan = likely.plan ?? (await askPlan(likely, provider, proxy))
  return planNotes(written, {provider, models, plan})
}

async function askPlan({id}: AccountRecord, provider: ProviderPlugin, proxy: FoundProxy): Promise<string | undefined> {
  const report = await runningProxy(proxy)
    .quota(provider.id, {accounts: [id]})
    .catch(() => undefined)
  return report?.accounts[0]?.plan ?? undefined
}
