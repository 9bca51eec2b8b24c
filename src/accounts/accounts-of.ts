import type {ProviderPlugin} from '../contract/index.js'
import type {HostContext} from '../host/host-context.js'
import type {Accounts} from './accounts.js'
import {openAccounts} from './accounts.js'

/** The accounts of one provider, in any process. */
export function accountsOf(provider: ProviderPlugin, {paths, env, clock, log}: HostContext): Accounts {
  return openAccounts({paths, env, provider, clock, log})
}
