import type {AccountRecord, Accounts} from '../accounts/accounts.js'
import {canServe} from '../accounts/can-serve.js'
import type {ProviderPlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {explainError} from '../errors/explain-error.js'
import type {HostContext} from '../host/host-context.js'

export interface Served {
  /** The one account that serves every turn, where the start or its profile names one. */
  readonly pin?: string
  /** Who is likely to serve: the pinned one, else the default, else the first that can. */
  readonly likely: AccountRecord
}

/** Rejects when nobody could serve: a start that cannot answer is no help. Signing in is for the caller to offer. */
export async function chooseAccount(
  name: string | undefined,
  accounts: Accounts,
  {provider, clock}: {readonly provider: Pick<ProviderPlugin, 'id'>; readonly clock: HostContext['clock']},
): Promise<Served | undefined> {
  if (name !== undefined) {
    const pinned = await accounts.resolve(name)
    if (!canServe(pinned)) throw await nobody([pinned], {provider: provider.id, now: clock.now()}, pinned.id)
    return {pin: pinned.id, likely: pinned}
  }
  const all = await accounts.list()
  if (all.length === 0) return undefined
  const serving = all.filter(canServe)
  const [first] = serving
  if (first === undefined) throw await nobody(all, {provider: provider.id, now: clock.now()})
  return {likely: serving.find(({isDefault}) => isDefault) ?? first}
}

/** In the proxy's words; paused accounts need no sign-in, so they leave with another code. */
async function nobody(
  records: readonly AccountRecord[],
  context: {readonly provider: string; readonly now: number},
  pin?: string,
): Promise<CcsError> {
  const {explainNobody, explainPinned} = await import('../proxy/explain-nobody.js')
  const standings = records.map((record) => ({record, pausedUntil: 0}))
  const fault = explainError(
    pin === undefined ? explainNobody(standings, context) : explainPinned(standings[0], pin, context),
  )
  const paused = records.every((record) => record.paused)
  return paused ? new CcsError(fault.message, {code: 'accounts_paused', exit: EXIT.nothingCanServe}) : fault
}
