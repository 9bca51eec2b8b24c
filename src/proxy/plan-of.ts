import type {AccountRecord} from '../accounts/accounts.js'
import type {ProviderDesk} from './provider-desk.js'

/** The account's plan: as the token says, else as the usage endpoint says; asked only where a model depends on it. */
export async function planOf(
  record: Pick<AccountRecord, 'id' | 'plan'>,
  model: string,
  {provider, quota}: Pick<ProviderDesk, 'provider' | 'quota'>,
): Promise<string | undefined> {
  const known = quota.read(record.id)?.limits?.plan ?? record.plan
  if (known !== undefined || provider.usage === undefined || provider.fallback?.(model, undefined) === undefined)
    return known
  return (await quota.fetch(record.id)).limits?.plan
}
