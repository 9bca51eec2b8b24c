import type {AccountRecord} from '../accounts/accounts.js'
import type {FaultKind, TurnError} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {howLong} from './how-long.js'

/** How an account stands for one request. Times: milliseconds since the epoch. */
export interface Standing {
  readonly record: AccountRecord
  /** End of a short throttle. */
  readonly pausedUntil: number
  /** A limit that reaches the asked model only. */
  readonly modelLimit?: {readonly until: number; readonly message: string}
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
    return nobody(`All ${provider} accounts are paused. Run: ccs cliproxy accounts resume ${all[0]?.record.nickname}`)
  const waiting = active
    .map((one) => ({...one, back: backAt(one, now)}))
    .filter((one): one is Standing & {back: number} => one.back !== undefined)
    .sort((a, b) => a.back - b.back)
  const [soonest] = waiting
  if (soonest === undefined) return signedOut(active, provider)
  const who = active.length === 1 ? 'The' : `All ${active.length}`
  const noun = active.length === 1 ? `${provider} account ${soonest.record.nickname}` : `${provider} accounts`
  const verb = active.length === 1 ? 'has' : 'have'
  const when = `${howLong(soonest.back - now)} (${clockTime(soonest.back)})`
  const back = active.length === 1 ? `It is back in ${when}` : `${soonest.record.nickname} is back first, in ${when}`
  return turnError({
    blame: 'account',
    kind: 'all-spent',
    message: `${who} ${noun} ${verb} reached a usage limit. ${back}. See: ccs cliproxy quota`,
    retryAt: soonest.back,
    ...(soonest.record.plan && {plan: soonest.record.plan}),
  })
}

/** The same for a request that may go to one account only. */
export function explainPinned(found: Standing | undefined, pin: string, context: Context): TurnError {
  if (found === undefined) {
    const message = `The account ${pin} that this profile names is not signed in. Run: ccs ${context.provider} --accounts`
    return turnError({blame: 'account', kind: 'no-account', message})
  }
  if (found.record.paused)
    return nobody(`${found.record.nickname} is paused. Run: ccs cliproxy accounts resume ${found.record.nickname}`)
  return explainNobody([found], context)
}

function nobody(message: string): TurnError {
  return turnError({blame: 'account', kind: 'no-account', message})
}

/** When an account can serve again by itself. */
function backAt({record, modelLimit, pausedUntil}: Standing, now: number): number | undefined {
  if (record.state.code === 'cooling') return record.state.until ?? now
  if (modelLimit !== undefined) return modelLimit.until
  return pausedUntil > now ? pausedUntil : undefined
}

const KINDS: Readonly<Record<string, FaultKind>> = {
  revoked: 'revoked',
  deactivated: 'deactivated',
  needs_reauth: 'needs-reauth',
}

/** None comes back by itself: what the first one needs is said. One that was asked in vain may still be signed in. */
function signedOut(active: readonly Standing[], provider: string): TurnError {
  const out = active.filter(({record}) => record.state.code in KINDS)
  const {nickname = '', email = '', state} = (out[0] ?? active[0])?.record ?? ({} as Partial<AccountRecord>)
  const why = state?.message ? ` (${state.message.replace(/\.$/, '')})` : ''
  const isAll = out.length > 1 && out.length === active.length
  const who = isAll ? `All ${active.length} ${provider} accounts` : `${nickname} (${email})`
  const more = isAll ? `, first ${nickname} (${email})` : ''
  return turnError({
    blame: 'account',
    kind: KINDS[state?.code ?? ''] ?? 'needs-reauth',
    message: `${who} must sign in again${more}${why}. Run: ccs ${provider} --auth --account ${nickname}`,
  })
}

function clockTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').slice(0, 16).concat(' UTC')
}
