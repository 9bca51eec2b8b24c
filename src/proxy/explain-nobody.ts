import type {AccountRecord} from '../accounts/accounts.js'
import {asArgument} from '../accounts/nickname.js'
import type {Limit} from '../accounts/state-store.js'
import type {FaultKind, TurnError} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {howLong} from './how-long.js'

/** How an account stands for one request. Times: milliseconds since the epoch. */
export interface Standing {
  readonly record: AccountRecord
  /** End of a short throttle. */
  readonly pausedUntil: number
  /** A limit that reaches the asked model only. */
  readonly modelLimit?: Limit
  /** The upstream refused it the asked model: at best it serves another. */
  readonly isDenied?: boolean
}

interface Context {
  readonly provider: string
  readonly now: number
}

/** Why no account can serve, and what to do: one sentence, the time where there is one, the next command. */
export function explainNobody(all: readonly Standing[], context: Context): TurnError {
  const {provider, now} = context
  if (all.length === 0) return nobody(`No ${provider} account is signed in. Run: ccs ${provider} --auth`)
  const active = all.filter(({record}) => !record.paused)
  if (active.length === 0)
    return nobody(
      `All ${provider} accounts are paused. Run: ccs cliproxy accounts resume ${asArgument(all[0]?.record.nickname ?? '')}`,
    )
  const waiting = active.flatMap((one) => waitOf(one, now) ?? []).sort((a, b) => a.back - b.back)
  const [soonest] = waiting
  if (soonest === undefined) return signedOut(active, provider)
  return allWait([soonest, ...waiting.slice(1)], active.length - waiting.length, context)
}

/** Why an account waits, and until when. */
interface Waiting {
  readonly record: AccountRecord
  readonly kind: FaultKind
  readonly back: number
  /** In the upstream's words. */
  readonly said: string
}

/** What holds one account back, and several. */
const REASONS: Readonly<Partial<Record<FaultKind, readonly [one: string, several: string]>>> = {
  throttled: ['is throttled by the upstream', 'are throttled by the upstream'],
  'no-credits': ['has no credits left', 'have no credits left'],
  'no-codex-plan': ['is not served by the upstream', 'are not served by the upstream'],
}
const LIMITED = ['has reached a usage limit', 'have reached a usage limit'] as const

/** Those that do not wait and cannot serve all the same are not counted among those that do. */
function allWait(waiting: readonly [Waiting, ...Waiting[]], others: number, {provider, now}: Context): TurnError {
  const [{record, kind, back, said}] = waiting
  const {nickname, plan} = record
  const [one, several] = REASONS[kind] ?? LIMITED
  const when = `${howLong(back - now)} (${clockTime(back)})`
  const isOneReason = waiting.every((other) => other.kind === kind)
  const all = `${others === 0 ? 'All ' : ''}${waiting.length} ${provider} accounts`
  const limit =
    waiting.length === 1
      ? `The ${provider} account ${nickname} ${one}${said}. It is back in ${when}.`
      : `${all} ${isOneReason ? several : 'have to wait'}. ${nickname} ${isOneReason ? 'is' : `${one} and is`} back first, in ${when}.`
  const rest = others === 1 ? 'Another one needs you' : `${others} others need you`
  const more = others === 0 ? 'See: ccs cliproxy quota' : `${rest}. See: ccs ${provider} --accounts`
  return turnError({
    blame: 'account',
    kind: isOneReason && kind in REASONS ? kind : 'all-spent',
    message: `${limit} ${more}`,
    retryAt: back,
    ...(plan && {plan}),
  })
}

/** The same for a request that may go to one account only. */
export function explainPinned(found: Standing | undefined, pin: string, context: Context): TurnError {
  if (found === undefined) {
    const message = `The account ${pin} that this profile names is not signed in. Run: ccs ${context.provider} --accounts`
    return turnError({blame: 'account', kind: 'no-account', message})
  }
  if (found.record.paused)
    return nobody(
      `${found.record.nickname} is paused. Run: ccs cliproxy accounts resume ${asArgument(found.record.nickname)}`,
    )
  return explainNobody([found], context)
}

function nobody(message: string): TurnError {
  return turnError({blame: 'account', kind: 'no-account', message})
}

/** `undefined` for an account that does not come back by itself. */
function waitOf({record, modelLimit, pausedUntil}: Standing, now: number): Waiting | undefined {
  const {state, limit = 'usage-limit'} = record
  if (state.code === 'cooling') return {record, kind: limit, back: state.until ?? now, said: quoted(state.message)}
  if (modelLimit !== undefined)
    return {record, kind: modelLimit.kind ?? 'usage-limit', back: modelLimit.until, said: quoted(modelLimit.message)}
  return pausedUntil > now ? {record, kind: 'throttled', back: pausedUntil, said: ''} : undefined
}

/** Of a fault's message the words after ours. */
function quoted(message: string | null): string {
  const [, words] = /: (.+?)\.?$/.exec(message ?? '') ?? []
  return words === undefined ? '' : ` (${words})`
}

const KINDS: Readonly<Record<string, FaultKind>> = {
  revoked: 'revoked',
  deactivated: 'deactivated',
  needs_reauth: 'needs-reauth',
}

/** None comes back by itself: what the first one that a sign-in helps needs is said. One that was asked in vain may still be signed in. */
function signedOut(active: readonly Standing[], provider: string): TurnError {
  const records = active.map(({record}) => record)
  const out = records.filter(({state}) => state.code in KINDS)
  const first = out.find(({state}) => state.code !== 'deactivated') ?? out[0] ?? (records[0] as AccountRecord)
  const {nickname, email, state} = first
  const isGone = state.code === 'deactivated'
  const why = state.message === null ? '' : ` (${state.message.replace(/\.$/, '')})`
  const fault = `${nickname} (${email}) ${isGone ? 'is deactivated' : 'must sign in again'}${why}.`
  const isAll = out.length > 1 && out.length === records.length
  const all = isAll ? `None of the ${records.length} ${provider} accounts can serve: ` : ''
  const next = isGone ? '--add' : `--account ${asArgument(nickname)}`
  return turnError({
    blame: 'account',
    kind: KINDS[state.code] ?? 'needs-reauth',
    message: `${all}${fault} Run: ccs ${provider} --auth ${next}`,
  })
}

function clockTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').slice(0, 16).concat(' UTC')
}
