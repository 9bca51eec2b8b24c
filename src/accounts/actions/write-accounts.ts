import type {AccountState, AccountStateCode} from '../../contract/index.js'
import type {AccountRecord} from '../accounts.js'
import {asArgument} from '../nickname.js'

/** One account as `--json` gives it. */
export interface AccountListing {
  readonly id: string
  readonly nickname: string
  readonly email: string
  readonly plan: string | null
  readonly default: boolean
  readonly paused: boolean
  readonly state: {readonly code: AccountStateCode; readonly until: string | null; readonly message: string | null}
  readonly tokenExpiresAt: string | null
  readonly lastUsedAt: string | null
  /** The file of another program that keeps the same login. */
  readonly sharedWith?: string
}

export function listingOf(account: AccountRecord): AccountListing {
  const {id, nickname, email, plan, isDefault, paused, state, tokenExpiresAt, lastUsedAt, sharedWith} = account
  return {
    id,
    nickname,
    email,
    plan: plan ?? null,
    default: isDefault,
    paused,
    state: {...state, until: iso(state.until)},
    tokenExpiresAt: iso(tokenExpiresAt),
    lastUsedAt: iso(lastUsedAt),
    ...(sharedWith !== undefined && {sharedWith}),
  }
}

/** `john (john@example.com)`. */
export function nameOf({nickname, email}: Pick<AccountRecord, 'nickname' | 'email'>): string {
  return email === '' ? nickname : `${nickname} (${email})`
}

/** The list for a person: who, then plan, state and last use, then the command that an account waits for. */
export function linesOfAccounts(
  accounts: readonly AccountRecord[],
  {provider, now}: {readonly provider: string; readonly now: number},
): readonly string[] {
  if (accounts.length === 0) return [`No account for ${provider} is signed in.`, `Next: ccs ${provider} --auth`]
  const labels = accounts.map((one) => `${one.isDefault ? '[default] ' : ''}${nameOf(one)}`)
  const width = Math.max(...labels.map((label) => label.length))
  return [
    `Accounts for ${provider}:`,
    ...accounts.flatMap((one, index) => [
      `  ${labels[index]?.padEnd(width)}  ${detailsOf(one, now).join(' · ')}`,
      ...nextOf(one, provider).map((command) => `    Next: ${command}`),
    ]),
  ]
}

/** Why an account that was chosen will not serve as it is. */
export function linesOfTrouble(account: AccountRecord, provider: string): readonly string[] {
  const {nickname, paused, state} = account
  return [
    ...(paused ? [`${nickname} is paused.`] : []),
    ...(state.code === 'ready' || state.code === 'cooling' ? [] : [`${nickname}: ${STATE_TEXTS[state.code]}.`]),
    ...nextOf(account, provider).map((command) => `Next: ${command}`),
  ]
}

function nextOf({nickname, paused, state}: AccountRecord, provider: string): readonly string[] {
  return [
    ...(paused ? [`ccs cliproxy accounts resume ${asArgument(nickname)}`] : []),
    ...(NEEDS_SIGN_IN.has(state.code) ? [`ccs ${provider} --auth --account ${asArgument(nickname)}`] : []),
  ]
}

const NEEDS_SIGN_IN: ReadonlySet<AccountStateCode> = new Set(['needs_reauth', 'revoked'])

function detailsOf(account: AccountRecord, now: number): readonly string[] {
  const {plan, paused, state, lastUsedAt, sharedWith} = account
  return [
    plan ?? 'plan unknown',
    ...(paused ? ['paused'] : []),
    stateText(state, now),
    lastUsedAt === null ? 'never used' : `used ${ago(lastUsedAt, now)}`,
    ...(sharedWith === undefined ? [] : [`shares the login in ${sharedWith}`]),
  ]
}

const STATE_TEXTS: Readonly<Record<AccountStateCode, string>> = {
  ready: 'ready',
  cooling: 'cooling',
  needs_reauth: 'sign in again',
  revoked: 'revoked, sign in again',
  deactivated: 'deactivated',
  region_blocked: 'blocked in this region',
  network_blocked: 'blocked network',
  unknown: 'state unknown',
}

function stateText({code, until, message}: AccountState, now: number): string {
  const when = until === null ? '' : ` until ${clockTime(until)} (${ago(until, now)})`
  const why = message === null || code === 'ready' ? '' : `: ${message.replace(/\.$/, '')}`
  return `${STATE_TEXTS[code]}${when}${why}`
}

/** Local time, `2026-02-04 18:00`. */
function clockTime(at: number): string {
  return new Date(at).toLocaleString('sv-SE', {dateStyle: 'short', timeStyle: 'short'})
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `2 hours ago`, `in 5 minutes`. */
function ago(at: number, now: number): string {
  const distance = at - now
  const [unit, length] = UNITS.find(([, each]) => Math.abs(distance) >= each) ?? ['minute', 60_000]
  const amount = Math.trunc(distance / length)
  if (amount === 0) return distance > 0 ? 'in less than a minute' : 'just now'
  return new Intl.RelativeTimeFormat('en').format(amount, unit)
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
