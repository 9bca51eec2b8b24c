import type {AccountQuota, RoutingReport} from '../proxy/reports.js'
import {strategyOf} from '../proxy/strategies.js'
import type {DashboardParts} from './dashboard-parts.js'

/** New sessions that a preview goes through. */
export const PREVIEW = 8

/**
 * The ids of who gets each of the next new sessions, if nothing else happens meanwhile. The proxy tells who is next now;
 * from there on its strategy is asked as if each of the sessions before had begun.
 */
export async function previewPicks(
  provider: string,
  count: number,
  {open, desk}: Pick<DashboardParts, 'open' | 'desk'>,
): Promise<readonly string[]> {
  const [at, {accounts}] = await Promise.all([desk(), open(provider)])
  const [report, quota, records, preferred] = await Promise.all([
    at.routing(provider),
    at.quota(provider, {known: true}),
    accounts.list(),
    accounts.preferred(),
  ])
  const [first] = report.next
  if (first === undefined) return []
  // The one that a person chose serves as long as it can, whatever the strategy.
  if (first === preferred) return Array.from({length: count}, () => first)
  const priorityOf = (id: string) => records.find((one) => one.id === id)?.priority
  const candidates = records.filter(({id}) => report.next.includes(id) && priorityOf(id) === priorityOf(first))
  const picks = [first]
  while (picks.length < count) {
    const facts = {last: picks.at(-1), used: fullestIn(quota.accounts), sessions: sessionsAfter(picks, report)}
    picks.push(strategyOf(report.strategy)?.order(candidates, facts)[0]?.id ?? first)
  }
  return picks
}

/** Percent used of an account's fullest window. */
function fullestIn(accounts: readonly AccountQuota[]): (id: string) => number | undefined {
  return (wanted) => {
    const used = accounts
      .filter(({id}) => id === wanted)
      .flatMap(({windows}) => windows.map((one) => one.usedPercent ?? 0))
    return used.length === 0 ? undefined : Math.max(...used)
  }
}

function sessionsAfter(picks: readonly string[], {accounts}: RoutingReport): (id: string) => number {
  return (wanted) =>
    (accounts.find(({id}) => id === wanted)?.sessions ?? 0) + picks.filter((pick) => pick === wanted).length
}
