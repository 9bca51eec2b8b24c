import type {Json} from './json.js'
import type {Person} from './people.js'

export interface QuotaWindow {
  readonly seconds: number
  readonly usedPercent: number
  /** Unix seconds. */
  readonly resetAt: number
}

/** Used part of each window; a test may set any of it. */
export interface Quota {
  primary: QuotaWindow | null
  secondary: QuotaWindow | null
  limitReached: boolean
  /** More keys of the usage reply, or others in place of the usual ones. */
  extra: Json
}

const FIVE_HOURS = 18_000
const WEEK = 604_800

export function freshQuota(now: number): Quota {
  const start = Math.floor(now / 1000)
  return {
    primary: {seconds: FIVE_HOURS, usedPercent: 12, resetAt: start + FIVE_HOURS / 2},
    secondary: {seconds: WEEK, usedPercent: 34, resetAt: start + WEEK / 2},
    limitReached: false,
    extra: {},
  }
}

/** The reply of `/wham/usage`. */
export function usageReply(person: Person, quota: Quota, now: number): Json {
  return {
    user_id: person.userId,
    account_id: person.accountId,
    email: person.email,
    plan_type: person.plan,
    rate_limit: {
      allowed: !quota.limitReached,
      limit_reached: quota.limitReached,
      primary_window: window(quota.primary, now),
      secondary_window: window(quota.secondary, now),
    },
    code_review_rate_limit: null,
    additional_rate_limits: null,
    credits: {
      has_credits: false,
      unlimited: false,
      balance: '0',
      approx_local_messages: null,
      approx_cloud_messages: null,
    },
    spend_control: {reached: false, individual_limit: null},
    rate_limit_reached_type: quota.limitReached ? {type: 'rate_limit_reached'} : null,
    rate_limit_reset_credits: null,
    promo: null,
    ...quota.extra,
  }
}

/** The same in the headers of an answer. */
export function limitHeaders(person: Person, quota: Quota, now: number): Readonly<Record<string, string>> {
  return {
    'x-codex-active-limit': 'premium',
    'x-codex-plan-type': person.plan,
    ...windowHeaders('primary', quota.primary, now),
    ...windowHeaders('secondary', quota.secondary, now),
    'x-codex-credits-has-credits': 'False',
    'x-codex-credits-unlimited': 'False',
    'x-codex-credits-balance': '',
    ...(quota.limitReached ? {'x-codex-rate-limit-reached-type': 'rate_limit_reached'} : {}),
  }
}

/** The same as the event that a WebSocket has in their place. */
export function limitsEvent(person: Person, quota: Quota, now: number): Json {
  return {
    type: 'codex.rate_limits',
    plan_type: person.plan,
    rate_limits: {
      allowed: !quota.limitReached,
      limit_reached: quota.limitReached,
      primary: eventWindow(quota.primary, now),
      secondary: eventWindow(quota.secondary, now),
    },
    code_review_rate_limits: null,
    additional_rate_limits: null,
    credits: {has_credits: false, unlimited: false, balance: '0'},
    metered_limit_name: 'codex',
    limit_name: null,
  }
}

function eventWindow(held: QuotaWindow | null, now: number): Json | null {
  return held === null
    ? null
    : {
        used_percent: held.usedPercent,
        window_minutes: held.seconds / 60,
        reset_after_seconds: secondsLeft(held, now),
        reset_at: held.resetAt,
      }
}

function window(held: QuotaWindow | null, now: number): Json | null {
  return held === null
    ? null
    : {
        used_percent: held.usedPercent,
        limit_window_seconds: held.seconds,
        reset_after_seconds: secondsLeft(held, now),
        reset_at: held.resetAt,
      }
}

function windowHeaders(rank: string, held: QuotaWindow | null, now: number): Readonly<Record<string, string>> {
  const prefix = `x-codex-${rank}`
  return {
    [`${prefix}-used-percent`]: String(held?.usedPercent ?? 0),
    [`${prefix}-window-minutes`]: String((held?.seconds ?? 0) / 60),
    [`${prefix}-reset-at`]: String(held?.resetAt ?? 0),
    [`${prefix}-reset-after-seconds`]: String(held === null ? 0 : secondsLeft(held, now)),
  }
}

function secondsLeft(held: QuotaWindow, now: number): number {
  return Math.max(0, held.resetAt - Math.floor(now / 1000))
}
