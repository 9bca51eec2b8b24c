import {QUOTA_LIFE} from '../accounts/quota.js'
import type {Clock} from '../contract/index.js'
import type {AccountQuota, QuotaReport} from '../proxy/reports.js'

/** Rings when the numbers that were told last are worth another look. Times are milliseconds since the epoch. */
export interface QuotaAlarm {
  /** `askedAt`: when an account was asked about last, whatever came of it. */
  set(report: QuotaReport, askedAt: (id: string) => number): void
  close(): void
}

/** Milliseconds after a reset at which the upstream knows of it. */
const AFTER_RESET = 2000
/** Milliseconds after an answer has grown old at which whoever keeps it says so as well. */
const AFTER_LIFE = 1000
/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1

/** One for each provider; whoever looks then sets it anew, so that it is silent when nobody looks any more. */
export function makeQuotaAlarm(clock: Clock, ring: () => void): QuotaAlarm {
  const waiting = new Map<string, AbortController>()
  return {
    set({provider, accounts}, askedAt) {
      const resets = accounts.flatMap(resetsOf).map((at) => at + AFTER_RESET)
      const ends = accounts.map((one) => Math.max(asOfOf(one), askedAt(one.id)) + QUOTA_LIFE + AFTER_LIFE)
      const next = Math.min(...[...resets, ...ends].filter((at) => at > clock.now()))
      waiting.get(provider)?.abort()
      if (!Number.isFinite(next)) return
      const alarm = new AbortController()
      waiting.set(provider, alarm)
      clock.wait(Math.min(next - clock.now(), LONGEST), alarm.signal).then(ring, () => undefined)
    },
    close() {
      for (const alarm of waiting.values()) alarm.abort()
    },
  }
}

/** Before everything where nothing is known. */
export function asOfOf({asOf}: AccountQuota): number {
  return asOf === null ? Number.NEGATIVE_INFINITY : Date.parse(asOf)
}

function resetsOf({windows}: AccountQuota): readonly number[] {
  return windows.map(({resetAt}) => Date.parse(resetAt ?? ''))
}
