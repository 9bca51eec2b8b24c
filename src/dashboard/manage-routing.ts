import {readDuration} from '../config/duration.js'
import {editRouting} from '../config/edit-routing.js'
import type {DashboardHost, RoutingView} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {RoutingReport} from '../proxy/reports.js'
import {STRATEGIES} from '../proxy/strategies.js'
import type {DashboardParts} from './dashboard-parts.js'
import {unknownAccount} from './manage-accounts.js'
import {PREVIEW, previewPicks} from './preview-routing.js'

type Change = Parameters<DashboardHost['setRouting']>[0]

/** The provider whose accounts are routed; the strategy is the same for all of them. */
const PROVIDER = 'codex'

export async function showRouting(parts: DashboardParts): Promise<RoutingView> {
  const {report, next} = await lookAhead(PREVIEW, parts)
  const {strategy, affinity, accounts} = report
  return {
    strategy,
    strategies: STRATEGIES.map(({id, text}) => ({id, text})),
    affinity,
    accounts: accounts.map(({id, nickname, sessions, paused, state}) => ({id, nickname, sessions, paused, state})),
    next,
  }
}

/** Nicknames of who gets the next new sessions. */
export async function previewRouting(count: number, parts: DashboardParts): Promise<readonly string[]> {
  return (await lookAhead(count, parts)).next
}

async function lookAhead(
  count: number,
  {desk, open, host}: DashboardParts,
): Promise<{readonly report: RoutingReport; readonly next: readonly string[]}> {
  const [at, {accounts}] = await Promise.all([desk(), open(PROVIDER)])
  const report = await at.routing(PROVIDER)
  const picks = await previewPicks(report, count, {at, accounts, now: host.clock.now()})
  return {report, next: picks.map((pick) => report.accounts.find(({id}) => id === pick)?.nickname ?? pick)}
}

/** What the routing commands do; a proxy that runs follows with its next request. */
export async function changeRouting(change: Change, parts: DashboardParts): Promise<RoutingView> {
  const {strategy, affinity, order} = change
  const {host, open, changes} = parts
  if (strategy !== undefined && !STRATEGIES.some(({id}) => id === strategy)) throw noStrategy(strategy)
  if (affinity?.ttl !== undefined && (readDuration(affinity.ttl) ?? 0) <= 0) throw noDuration(affinity.ttl)
  const {accounts} = await open(PROVIDER)
  const known = new Set((await accounts.list()).map(({id}) => id))
  if (order?.some((id) => !known.has(id))) throw unknownAccount(PROVIDER)
  await editRouting(host.paths, {
    ...(strategy !== undefined && {strategy}),
    ...(affinity?.enabled !== undefined && {sessionAffinity: affinity.enabled}),
    ...(affinity?.ttl !== undefined && {sessionAffinityTtl: affinity.ttl}),
  })
  if (strategy !== undefined) await accounts.release()
  if (order !== undefined) await accounts.arrange([...new Set(order)])
  changes.tell('routing')
  return showRouting(parts)
}

function noStrategy(written: string): CcsError {
  return new CcsError(`There is no strategy "${written}".`, {
    code: 'invalid_value',
    exit: EXIT.usage,
    hint: `Strategies: ${STRATEGIES.map(({id}) => id).join(', ')}.`,
    command: 'ccs cliproxy routing',
  })
}

function noDuration(written: string): CcsError {
  return new CcsError(`"${written}" is no length of time; write 30m, 1h or 2d.`, {
    code: 'invalid_value',
    exit: EXIT.usage,
  })
}
