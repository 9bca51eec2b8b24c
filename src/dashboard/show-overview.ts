import type {AccountRecord} from '../accounts/accounts.js'
import {reportState} from '../accounts/report-quota.js'
import type {AccountView, Overview, ProxyView, RoutingView} from '../contract/index.js'
import type {AccountQuota, QuotaReport} from '../proxy/reports.js'
import {attentionOf} from './attention.js'
import type {DashboardParts} from './dashboard-parts.js'
import type {QuotaReader} from './read-quota.js'
import {healthOf, type RequestHistory} from './request-history.js'

interface OverviewContext {
  readonly parts: DashboardParts
  readonly quota: QuotaReader
  readonly history: RequestHistory
  readonly proxy: () => Promise<ProxyView>
  readonly routing: () => Promise<Pick<RoutingView, 'strategy' | 'affinity'>>
}

/** All that the start page needs, in one answer. */
export async function showOverview(id: string, context: OverviewContext): Promise<Overview> {
  const {parts, quota, history} = context
  const {provider, accounts, catalogue} = await parts.open(id)
  const tellsQuota = provider.usage !== undefined
  // Side by side: each of them may have to wait for a proxy that does not answer.
  const [records, report, requests, proxy, routing] = await Promise.all([
    accounts.list(),
    tellsQuota ? quota.read(id) : nothingKnown(id),
    history.read(),
    context.proxy(),
    context.routing(),
  ])
  const now = parts.host.clock.now()
  const views = records.map((record) => {
    const known = report.accounts.find((one) => one.id === record.id)
    const own = requests.filter(({account}) => account?.id === record.id)
    const view = viewOf(record, records, known)
    return {...view, error: tellsQuota ? view.error : `${provider.title} tells no quota.`, health: healthOf(own, now)}
  })
  const facts = {
    provider,
    models: catalogue.models(),
    paths: parts.host.paths,
    faults: await accounts.faults(),
    quotaFaults: new Map(report.accounts.flatMap(({id: of, error}) => (error === null ? [] : [[of, error]]))),
    proxy,
  }
  return {
    provider: id,
    title: provider.title,
    asOf: report.asOf,
    cachedUntil: report.cachedUntil,
    source: sourceOf(report),
    proxy,
    routing,
    attention: await attentionOf(views, facts),
    accounts: views,
  }
}

function nothingKnown(provider: string): QuotaReport {
  return {provider, asOf: null, cachedUntil: null, accounts: []}
}

/** Written out field by field: nothing that a record may hold besides gets on a page. */
function viewOf(
  record: AccountRecord,
  all: readonly AccountRecord[],
  known: AccountQuota | undefined,
): Omit<AccountView, 'health'> {
  const {id, nickname, email, plan, identity, isDefault, paused, state} = record
  const isAlone = all.filter((one) => one.email === email).length === 1
  return {
    id,
    nickname,
    email,
    plan: known?.plan ?? plan ?? null,
    workspaceTail: isAlone ? null : identity.accountId.slice(-4),
    isDefault,
    paused,
    state: reportState(state),
    asOf: known?.asOf ?? null,
    error: known?.error?.message ?? null,
    subscriptionEndsAt: timeOf(identity.subscriptionEndsAt ?? null),
    tokenExpiresAt: timeOf(record.tokenExpiresAt),
    lastRefreshedAt: timeOf(record.lastRefreshedAt),
    lastUsedAt: timeOf(record.lastUsedAt),
    windows: known?.windows ?? [],
    features: known?.features ?? [],
    credits: known?.credits ?? null,
    resetCredits: known?.resetCredits ?? 0,
  }
}

/** The best that is among them. */
function sourceOf({accounts}: QuotaReport): Overview['source'] {
  const order = ['live', 'headers', 'cache'] as const
  return order.find((source) => accounts.some((one) => one.source === source)) ?? 'none'
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
