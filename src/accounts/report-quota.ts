import type {AccountState, Window} from '../contract/index.js'
import type {AccountQuota, QuotaReport, StateReport, WindowReport} from '../proxy/reports.js'
import type {AccountRecord} from './accounts.js'
import {type KnownQuota, QUOTA_LIFE} from './quota.js'
import {windowLabel} from './window-label.js'

/** Everything known of the limits of some accounts, for people and scripts. `fresh`: asked of the upstream just now. */
export function reportQuota(
  provider: string,
  accounts: readonly {
    readonly record: AccountRecord
    readonly known: KnownQuota | undefined
    readonly fresh: boolean
  }[],
): QuotaReport {
  const asked = accounts.map(({known}) => known?.askedAt ?? 0).filter((at) => at > 0)
  const seen = accounts.map(({known}) => seenAt(known)).filter((at) => at !== null)
  return {
    provider,
    asOf: seen.length === 0 ? null : timeOf(Math.min(...seen)),
    cachedUntil: asked.length === 0 ? null : timeOf(Math.min(...asked) + QUOTA_LIFE),
    accounts: accounts.map(({record, known, fresh}) => accountQuota(record, known, fresh)),
  }
}

export function reportState({code, until, message}: AccountState): StateReport {
  return {code, until: until === null ? null : timeOf(until), message}
}

function accountQuota(record: AccountRecord, known: KnownQuota | undefined, fresh: boolean): AccountQuota {
  const {id, nickname, email, plan, state} = record
  const limits = known?.limits
  const seen = seenAt(known)
  return {
    id,
    nickname,
    email,
    plan: limits?.plan ?? plan ?? null,
    state: reportState(state),
    asOf: seen === null ? null : timeOf(seen),
    source: sourceOf(known, fresh),
    error: known?.error ?? null,
    limitReached: limits?.limitReached ?? null,
    windows: (limits?.windows ?? []).map(windowReport),
    features: (limits?.features ?? []).map(({name, windows}) => ({name, windows: windows.map(windowReport)})),
    credits: limits?.credits ?? null,
    resetCredits: limits?.resetCredits ?? null,
  }
}

/** Of an account that never answered, when it was asked: that it did not answer is what is known. */
function seenAt(known: KnownQuota | undefined): number | null {
  return known === undefined ? null : (known.asOf ?? known.askedAt)
}

function sourceOf(known: KnownQuota | undefined, fresh: boolean): AccountQuota['source'] {
  if (known?.source === 'headers') return 'headers'
  const isOlder = known?.limits !== undefined && known.error !== undefined
  return fresh && !isOlder ? 'live' : 'cache'
}

function windowReport({seconds, usedPercent, used, limit, unit, resetAt}: Window): WindowReport {
  const at = resetAt === null ? null : timeOf(resetAt)
  return {label: windowLabel(seconds), seconds, usedPercent, used, limit, unit, resetAt: at}
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
