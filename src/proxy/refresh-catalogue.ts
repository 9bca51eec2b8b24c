import {canServe} from '../accounts/can-serve.js'
import type {HostContext} from '../host/host-context.js'
import type {ProviderDesk} from './provider-desk.js'

/** Asks the upstream, by the first account that can, which models there are. Whether it answered within `patience` ms. */
export async function refreshCatalogue(
  {accounts, provider, catalogue}: ProviderDesk,
  {log}: Pick<HostContext, 'log'>,
  patience = 15_000,
): Promise<boolean> {
  const first = (await accounts.list()).find(canServe)
  if (provider.catalogue === undefined || first === undefined) return false
  try {
    const account = await accounts.credentials(first.id)
    await catalogue.refresh(async () => (await provider.catalogue?.(account, AbortSignal.timeout(patience))) ?? [])
    return true
  } catch (error) {
    log.debug('The catalogue could not be had.', {why: (error as Error).message})
    return false
  }
}
