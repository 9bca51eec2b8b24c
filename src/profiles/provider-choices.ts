import {type AccountRecord, openAccounts} from '../accounts/accounts.js'
import type {Model, ProviderPlugin} from '../contract/index.js'
import type {HostContext} from '../host/host-context.js'
import {openCatalogue} from '../models/catalogue.js'
import {listContributions, loadProvider} from '../registry/contributions.js'
import {checkWord} from './check-fields.js'

/** What a profile of one provider may choose from. */
export interface ProviderChoices {
  readonly provider: ProviderPlugin
  readonly models: readonly Model[]
  readonly accounts: readonly AccountRecord[]
  /** By nickname, e-mail, id or unique prefix; rejects with the candidates. */
  readonly resolveAccount: (name: string) => Promise<AccountRecord>
}

/** Rejects for a word that is no installed provider. */
export async function openChoices(word: string, host: HostContext): Promise<ProviderChoices> {
  const id = checkWord(word, await providerIds(host), 'provider')
  const provider = await loadProvider(id, host)
  const accounts = openAccounts({...host, provider})
  return {
    provider,
    models: openCatalogue({...host, provider}).models(),
    accounts: await accounts.list(),
    resolveAccount: (name) => accounts.resolve(name),
  }
}

export async function providerIds(host: Pick<HostContext, 'env' | 'paths'>): Promise<readonly string[]> {
  return idsOf('provider', host)
}

export async function runtimeIds(host: Pick<HostContext, 'env' | 'paths'>): Promise<readonly string[]> {
  return idsOf('runtime', host)
}

async function idsOf(
  wanted: 'provider' | 'runtime',
  host: Pick<HostContext, 'env' | 'paths'>,
): Promise<readonly string[]> {
  return (await listContributions(host)).filter(({kind}) => kind === wanted).map(({id}) => id)
}
