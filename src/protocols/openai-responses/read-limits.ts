import type {Limits, Window} from '../../contract/index.js'
import {type Json, list, number, object, text} from '../json.js'

const PERCENT = /^x-codex-(?:(.+)-)?(primary|secondary)-used-percent$/
const CREDITS = 'x-codex-credits'

/** Quota in the headers of an answer; `undefined` when they say nothing of it. */
export function readLimits(headers: Readonly<Record<string, string>>, now: number): Limits | undefined {
  const windows = new Map<string, Window[]>()
  for (const [name, value] of Object.entries(headers)) {
    if (!name.endsWith('-used-percent')) continue
    const [match, family = '', rank] = PERCENT.exec(name) ?? []
    if (match === undefined) continue
    const prefix = family === '' ? `x-codex-${rank}` : `x-codex-${family}-${rank}`
    const window = readWindow(
      {
        used_percent: value,
        window_minutes: headers[`${prefix}-window-minutes`],
        reset_at: headers[`${prefix}-reset-at`],
        reset_after_seconds: headers[`${prefix}-reset-after-seconds`],
      },
      now,
    )
    if (window !== undefined) windows.set(family, [...(windows.get(family) ?? []), window])
  }
  const plan = filled(headers['x-codex-plan-type'])
  const unlimited = isTrue(headers[`${CREDITS}-unlimited`])
  const balance = filled(headers[`${CREDITS}-balance`])
  if (windows.size === 0 && plan === undefined && balance === undefined) return undefined
  return {
    ...(plan === undefined ? {} : {plan}),
    ...(filled(headers['x-codex-rate-limit-reached-type']) === undefined ? {} : {limitReached: true}),
    windows: windows.get('') ?? [],
    features: [...windows]
      .filter(([family]) => family !== '')
      .map(([family, own]) => ({name: filled(headers[`x-codex-${family}-limit-name`]) ?? family, windows: own})),
    ...(balance === undefined && !unlimited ? {} : {credits: {balance: balance ?? null, unlimited}}),
  }
}

/** The `codex.rate_limits` event of a stream. */
export function readLimitsEvent(event: Json, now: number | undefined): Limits {
  const limits = object(event.rate_limits)
  const plan = text(event.plan_type)
  const credits = object(event.credits)
  const reached = limits.limit_reached
  return {
    ...(plan === undefined ? {} : {plan}),
    ...(typeof reached === 'boolean' ? {limitReached: reached} : {}),
    windows: readPair(limits, now),
    features: readFeatures(event.additional_rate_limits, now),
    ...(Object.keys(credits).length === 0
      ? {}
      : {credits: {balance: text(credits.balance) ?? null, unlimited: credits.unlimited === true}}),
  }
}

/** A list with names inside, or an object with names as keys: both are seen. */
function readFeatures(value: unknown, now: number | undefined): Limits['features'] {
  const named: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? list(value).map((one) => [text(object(one).limit_name) ?? text(object(one).metered_feature) ?? '', object(one)])
    : Object.entries(object(value)).map(([name, one]) => [text(object(one).limit_name) ?? name, object(one)])
  return named
    .map(([name, one]) => ({name, windows: readPair('rate_limit' in one ? object(one.rate_limit) : one, now)}))
    .filter((feature) => feature.name !== '' && feature.windows.length > 0)
}

function readPair(limits: Json, now: number | undefined): readonly Window[] {
  return [limits.primary ?? limits.primary_window, limits.secondary ?? limits.secondary_window]
    .map((one) => readWindow(object(one), now))
    .filter((window) => window !== undefined)
}

/** Numbers come as numbers or text; a window without a length or with a reset of 0 is a place holder, not a limit. */
function readWindow(fields: Json, now: number | undefined): Window | undefined {
  const seconds = number(fields.limit_window_seconds) ?? (number(fields.window_minutes) ?? 0) * 60
  const resetAt = number(fields.reset_at)
  if (seconds <= 0 || resetAt === 0) return undefined
  const used = number(fields.used_percent)
  return {
    seconds,
    usedPercent: used === undefined ? null : Math.min(100, Math.max(0, used)),
    used: null,
    limit: null,
    unit: null,
    resetAt: resetAt === undefined ? after(number(fields.reset_after_seconds), now) : resetAt * 1000,
  }
}

function after(seconds: number | undefined, now: number | undefined): number | null {
  return seconds === undefined || now === undefined ? null : now + seconds * 1000
}

function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}
