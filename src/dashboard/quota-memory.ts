import {QUOTA_LIFE} from '../accounts/quota.js'
import type {AccountQuota, QuotaReport} from '../proxy/reports.js'
import {asOfOf} from './quota-alarm.js'

/** What the dashboard was told of quota, by any proxy: the next one begins with knowing nothing. */
export interface QuotaMemory {
  /** The report, with what was known before where it knows nothing or something older. */
  fill(report: QuotaReport): QuotaReport
  /** Keeps what a report says of the accounts that it names. */
  keep(report: QuotaReport): void
  forget(provider: string, id: string): void
}

export function makeQuotaMemory(): QuotaMemory {
  const known = new Map<string, ReadonlyMap<string, AccountQuota>>()
  const newest = ({provider, accounts}: QuotaReport): readonly AccountQuota[] =>
    accounts.map((one) => newer(one, known.get(provider)?.get(one.id)))
  return {
    fill(report) {
      const accounts = newest(report)
      known.set(report.provider, byId(accounts))
      return accounts.every((one, index) => one === report.accounts[index])
        ? report
        : {...report, ...timesOf(accounts), accounts}
    },
    keep(report) {
      known.set(report.provider, new Map([...(known.get(report.provider) ?? []), ...byId(newest(report))]))
    },
    forget(provider, id) {
      known.set(provider, byId([...(known.get(provider)?.values() ?? [])].filter((one) => one.id !== id)))
    },
  }
}

/** Who somebody is, and whether they can serve, is told by who was asked last; the numbers by whoever knows the newest. */
function newer(now: AccountQuota, before: AccountQuota | undefined): AccountQuota {
  if (before === undefined) return now
  const isEmpty = now.windows.length === 0 && (now.asOf === null || now.error !== null)
  if (isEmpty) return {...now, ...numbersOf(before), error: now.error ?? before.error}
  if (asOfOf(before) > asOfOf(now)) return {...now, ...numbersOf(before)}
  // The headers of an answer tell windows only.
  if (now.source !== 'headers' || now.features.length > 0) return now
  return {...now, features: before.features, credits: now.credits ?? before.credits}
}

function numbersOf({asOf, windows, limitReached, features, credits, resetCredits}: AccountQuota) {
  return {asOf, source: 'cache', windows, limitReached, features, credits, resetCredits} as const
}

function timesOf(accounts: readonly AccountQuota[]): Pick<QuotaReport, 'asOf' | 'cachedUntil'> {
  const seen = accounts.filter(({asOf}) => asOf !== null).map(asOfOf)
  if (seen.length === 0) return {asOf: null, cachedUntil: null}
  const oldest = Math.min(...seen)
  return {asOf: new Date(oldest).toISOString(), cachedUntil: new Date(oldest + QUOTA_LIFE).toISOString()}
}

function byId(accounts: readonly AccountQuota[]): ReadonlyMap<string, AccountQuota> {
  return new Map(accounts.map((one) => [one.id, one]))
}
