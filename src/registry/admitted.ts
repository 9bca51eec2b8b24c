import type {Account, ProviderPlugin} from '../contract/index.js'
import type {Host} from './contributions.js'

/** The provider once the host knows where its secrets may go; with `originsOf`, told for each account before its use. */
export function admitted(plugin: ProviderPlugin, {admit}: Pick<Host, 'admit'>): ProviderPlugin {
  admit?.(plugin.id, plugin.origins)
  if (admit === undefined || plugin.originsOf === undefined) return plugin
  const known = (account: Account): Account => {
    admit(plugin.id, plugin.originsOf?.(account) ?? [], account)
    return account
  }
  const {relay, usage, catalogue} = plugin
  return Object.assign(Object.create(plugin) as ProviderPlugin, {
    open: async (turn, account, signal) => plugin.open(turn, known(account), signal),
    ...(relay && {relay: async (request, account, signal) => relay.call(plugin, request, known(account), signal)}),
    ...(usage && {usage: async (account, signal) => usage.call(plugin, known(account), signal)}),
    ...(catalogue && {catalogue: async (account, signal) => catalogue.call(plugin, known(account), signal)}),
  } satisfies Partial<ProviderPlugin>)
}
