import type {RelayRequest, Turn} from '../contract/index.js'
import {asksToCompact, sealedIn} from '../protocols/openai-responses/relay/sealed-items.js'
import {isForeign} from '../protocols/replay.js'
import type {Sending} from './attempt.js'
import type {ProviderDesk} from './provider-desk.js'

interface History extends Pick<RelayRequest, 'path' | 'body'> {
  readonly seat: string
}

type Desk = Pick<ProviderDesk, 'provider' | 'bindings'>

const NONE: ReadonlySet<string> = new Set()

/**
 * The sealed contents of a history that the account of this sending cannot read: all of them where it has just taken
 * the session over or could not read one, else those that were foreign at such a time. What it made since is its own.
 */
export function foreignItems(
  {body, seat}: History,
  {moved, repairs}: Pick<Sending, 'moved' | 'repairs'>,
  {provider, bindings}: Desk,
): ReadonlySet<string> {
  if (moved || repairs.has('without-replay')) return new Set(sealedIn(body))
  const isForeign = bindings.foreign(provider.id, seat)
  return isForeign === undefined ? NONE : new Set(sealedIn(body).filter(isForeign))
}

/**
 * Remembers what was foreign to an account that answered, unless it only stood in for the session's own. Whoever made
 * the session's compaction keeps the session: to all others the conversation would be lost.
 */
export function keepForeign(
  {path, body, seat}: History,
  {account, foreign}: Pick<Sending, 'account'> & {readonly foreign: ReadonlySet<string>},
  {provider, bindings}: Desk,
): void {
  if (standsIn(account, seat, {provider, bindings})) {
    if (path !== '/compact' && !asksToCompact(body)) return
    bindings.bind(provider.id, seat, account.id)
  }
  bindings.disown(provider.id, seat, [...foreign])
}

/** Whether the session has another account of its own. */
function standsIn({id}: Sending['account'], seat: string, {provider, bindings}: Desk): boolean {
  const home = bindings.get(provider.id, seat)
  return home !== undefined && home.account !== id
}

/** The turn without the reasoning that could not be read in its session before; the same turn where there is none. */
export function withoutUnreadable(turn: Turn, seat: string, {provider, bindings}: Desk): Turn {
  const isUnreadable = bindings.foreign(provider.id, seat)
  if (isUnreadable === undefined) return turn
  const items = turn.items.filter((item) => item.type !== 'reasoning' || !isUnreadable(item.replay.sealed))
  return items.length === turn.items.length ? turn : {...turn, items}
}

/** Remembers what had to be left out before the session's own account answered; it makes readable ones from here on. */
export function keepUnreadable(
  {items}: Turn,
  seat: string,
  {account, repairs}: Pick<Sending, 'account' | 'repairs'>,
  desk: Desk,
): void {
  if (!repairs.has('without-replay') || standsIn(account, seat, desk)) return
  const sent = items.filter((item) => item.type === 'reasoning').filter((item) => !isForeign(item, account.fingerprint))
  const seals = sent.map(({replay}) => replay.sealed)
  desk.bindings.disown(desk.provider.id, seat, seals)
}
