import type {Account, Kit, Limits, Window} from 'ccs/plugin'
import {askBackend} from './ask-backend.js'
import type {Endpoint} from './endpoint.js'
import {type Fields, fieldsOf, listOf, numberOf, textOf} from './fields.js'

/** Asks how much of each limit is used; spends nothing. */
export async function usage(account: Account, {backend}: Endpoint, kit: Kit, signal: AbortSignal): Promise<Limits> {
  const question = {
    url: `${backend}/wham/usage`,
    what: 'usage report',
    isAnswer: (body: Fields) => Object.keys(body).length > 0,
  }
  return readUsage(await askBackend(question, account, kit, signal), kit.clock.now())
}

/** Numbers come as numbers or text, names in either spelling. */
export function readUsage(body: Fields, now: number): Limits {
  const get = fieldReader(body)
  const main = fieldsOf(get('rate_limit'))
  const spending = fieldsOf(get('spend_control'))
  const credits = fieldsOf(get('credits'))
  const reached = [main, spending].some((one) => isReached(one)) || typeOf(get('rate_limit_reached_type')) !== undefined
  const plan = textOf(get('plan_type'))
  const additional = listOf(get('additional_rate_limits')).map(fieldsOf)
  const free = additional.filter(isFree).map(nameOf)
  const resets = numberOf(fieldReader(fieldsOf(get('rate_limit_reset_credits')))('available_count'))
  return {
    ...(plan === undefined ? {} : {plan}),
    ...(Object.keys(main).length === 0 && !reached ? {} : {limitReached: reached}),
    windows: readWindows(main, now),
    features: [
      ...additional.map((one) => readFeature(one, now)),
      {name: 'Code review', windows: readWindows(fieldsOf(get('code_review_rate_limit')), now).filter(isStarted(now))},
      {name: 'Spending', windows: readSpending(fieldsOf(fieldReader(spending)('individual_limit')), now)},
    ].filter((feature) => feature.windows.length > 0),
    ...(free.length > 0 ? {freeFeatures: free} : {}),
    ...(hasCredits(credits) ? {credits: readCredits(credits)} : {}),
    ...(resets === undefined ? {} : {resetCredits: resets}),
  }
}

/** Reads `limit_name` and `limitName` alike. */
function fieldReader(fields: Fields): (name: string) => unknown {
  return (name) => fields[name] ?? fields[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())]
}

function isReached(limit: Fields): boolean {
  const get = fieldReader(limit)
  return get('allowed') === false || get('limit_reached') === true || limit.reached === true
}

/** Only where it is said: a limit of which nothing is known may be reached. */
function isFree(one: Fields): boolean {
  const limit = fieldsOf(fieldReader(one)('rate_limit'))
  return fieldReader(limit)('limit_reached') === false && !isReached(limit)
}

function typeOf(value: unknown): string | undefined {
  return textOf(value) ?? textOf(fieldsOf(value).type)
}

function readFeature(one: Fields, now: number): {readonly name: string; readonly windows: readonly Window[]} {
  return {name: nameOf(one), windows: readWindows(fieldsOf(fieldReader(one)('rate_limit')), now).filter(isStarted(now))}
}

function nameOf(one: Fields): string {
  const get = fieldReader(one)
  const name = textOf(get('limit_name')) ?? textOf(get('metered_feature')) ?? 'Other'
  return name.replaceAll('-', ' ').replace(/^GPT /, 'GPT-')
}

/** Nothing used and the reset a whole length away: a limit that this account has never touched, or does not have. */
function isStarted(now: number): (window: Window) => boolean {
  return (window) =>
    (window.usedPercent ?? 0) > 0 || window.resetAt === null || window.resetAt - now < window.seconds * 1000 - 60_000
}

function readWindows(limit: Fields, now: number): readonly Window[] {
  const get = fieldReader(limit)
  return [get('primary_window') ?? limit.primary, get('secondary_window') ?? limit.secondary]
    .map((one) => readWindow(fieldsOf(one), now))
    .filter((window) => window !== undefined)
}

/** Without a length, or with a reset of 0, it is a place holder. */
function readWindow(fields: Fields, now: number): Window | undefined {
  const get = fieldReader(fields)
  const seconds = numberOf(get('limit_window_seconds')) ?? (numberOf(get('window_minutes')) ?? 0) * 60
  if (seconds <= 0 || numberOf(get('reset_at')) === 0) return undefined
  return {seconds, ...readAmount(fields), resetAt: readReset(fields, now)}
}

/** A limit in credits has no length that anybody tells. */
function readSpending(fields: Fields, now: number): readonly Window[] {
  return Object.keys(fields).length === 0
    ? []
    : [{seconds: 0, ...readAmount(fields), unit: 'credits', resetAt: readReset(fields, now)}]
}

function readAmount(fields: Fields): Pick<Window, 'usedPercent' | 'used' | 'limit' | 'unit'> {
  const get = fieldReader(fields)
  const percent = numberOf(get('used_percent'))
  const used = numberOf(get('used')) ?? null
  const limit = numberOf(get('limit')) ?? null
  return {
    usedPercent: percent === undefined ? null : Math.min(100, Math.max(0, percent)),
    used,
    limit,
    unit: used === null || limit === null ? null : (textOf(get('unit')) ?? 'messages'),
  }
}

function readReset(fields: Fields, now: number): number | null {
  const get = fieldReader(fields)
  const at = numberOf(get('reset_at'))
  const after = numberOf(get('reset_after_seconds'))
  if (at !== undefined && at > 0) return at * 1000
  return after === undefined ? null : now + after * 1000
}

/** Accounts without credits are told a balance of 0, which would read as if they were used up. */
function hasCredits(fields: Fields): boolean {
  const has = fieldReader(fields)('has_credits')
  return has === undefined ? Object.keys(fields).length > 0 : has === true || fields.unlimited === true
}

function readCredits(fields: Fields): NonNullable<Limits['credits']> {
  const balance = fields.balance
  return {
    balance: typeof balance === 'number' ? String(balance) : (textOf(balance) ?? null),
    unlimited: fields.unlimited === true,
  }
}
