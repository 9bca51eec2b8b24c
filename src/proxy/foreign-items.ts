import type {RelayRequest} from '../contract/index.js'
import {asksToCompact, sealedIn} from '../protocols/openai-responses/relay/sealed-items.js'
import type {Sending} from './attempt.js'
import type {ProviderDesk} from './provider-desk.js'

interface History extends Pick<RelayRequest, 'path' | 'body'> {
  readonly session: string
}

type Desk = Pick<ProviderDesk, 'provider' | 'bindings'>

const NONE: ReadonlySet<string> = new Set()

/**
 * The sealed contents of a history that the account of this sending cannot read: all of them where it has just taken
 * the session over or could not read one, else those that were foreign at such a time. What it made since is its own.
 */
export function foreignItems(
  {body, session}: History,
  {moved, repairs}: Pick<Sending, 'moved' | 'repairs'>,
  {provider, bindings}: Desk,
): ReadonlySet<string> {
  if (moved || repairs.has('without-replay')) return new Set(sealedIn(body))
  const isForeign = bindings.foreign(provider.id, session)
  return isForeign === undefined ? NONE : new Set(sealedIn(body).filter(isForeign))
}

/**
 * Remembers what was foreign to an account that answered, unless it only stood in for the session's own. Whoever made
 * the session's compaction keeps the session: to all others the conversation would be lost.
 */
export function keepForeign(
  {path, body, session}: History,
  {account, foreign}: Pick<Sending, 'account'> & {readonly foreign: ReadonlySet<string>},
  {provider, bindings}: Desk,
): void {
  const home = bindings.get(provider.id, session)
  if (home !== undefined && home.account !== account.id) {
    if (path !== '/compact' && !asksToCompact(body)) return
    bindings.bind(provider.id, session, account.id)
  }
  if (foreign.size > 0) bindings.disown(provider.id, session, [...foreign])
}
