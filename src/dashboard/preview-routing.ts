import type {Accounts} from '../accounts/accounts.js'
import type {ProxyDesk, RoutingReport} from '../proxy/reports.js'
import {fullestOf, strategyOf} from '../proxy/strategies.js'

/** New sessions that a preview goes through. */
export const PREVIEW = 8

/**
 * The ids of who gets each of the next new sessions, if nothing else happens meanwhile. The report tells who is next now;
 * from there on its strategy is asked as if each of the sessions before had begun.
 */
export async function previewPicks(
  report: RoutingReport,
  count: number,
  {at, accounts, now}: {readonly at: Pick<ProxyDesk, 'quota'>; readonly accounts: Accounts; readonly now: number},
): Promise<readonly string[]> {
  const [quota, records, preferred] = await Promise.all([
    at.quota(report.provider, {known: true}),
    accounts.list(),
    accounts.preferred(),
  ])
  const [first] = report.next
  if (first === undefined) return []
  // The one that a person chose serves as long as it can, whatever the strategy.
  if (first === preferred) return Array.from({length: count}, () => first)
  const priorityOf = (id: string) => records.find((one) => one.id === id)?.priority
  const candidates = records.filter(({id}) => report.next.includes(id) && priorityOf(id) === priorityOf(first))
  const used = (wanted: string) => fullestOf(quota.accounts.find(({id}) => id === wanted)?.windows ?? [], now)
  const picks = [first]
  while (picks.length < count) {
    const facts = {last: picks.at(-1), used, sessions: sessionsAfter(picks, report)}
    picks.push(strategyOf(report.strategy)?.order(candidates, facts)[0]?.id ?? first)
  }
  return picks
}

function sessionsAfter(picks: readonly string[], {accounts}: RoutingReport): (id: string) => number {
  return (wanted) =>
    (accounts.find(({id}) => id === wanted)?.sessions ?? 0) + picks.filter((pick) => pick === wanted).length
}
