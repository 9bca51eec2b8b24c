import {canServe} from '../accounts/can-serve.js'
import type {HostContext} from '../host/host-context.js'
import type {ProviderDesk} from './provider-desk.js'

interface Wish {
  /** A list that is younger will do, an hour unless said. Milliseconds. */
  readonly age?: number
  /** Milliseconds for the upstream to answer. */
  readonly patience?: number
}

/** Asks the upstream, by the first account that can, which models there are, unless that is known. Whether it answered. */
export async function refreshCatalogue(
  {accounts, provider, catalogue}: ProviderDesk,
  {log}: Pick<HostContext, 'log'>,
  {age, patience = 15_000}: Wish = {},
): Promise<boolean> {
  if (provider.catalogue === undefined || !catalogue.stale(age)) return false
  const first = (await accounts.list()).find(canServe)
  if (first === undefined) return false
  try {
    const account = await accounts.credentials(first.id)
    await catalogue.refresh(async () => (await provider.catalogue?.(account, AbortSignal.timeout(patience))) ?? [])
    return true
  } catch (error) {
    log.debug('The catalogue could not be had.', {why: (error as Error).message})
    return false
  }
}
