import type {AccountRecord} from '../accounts/accounts.js'
import {asArgument} from '../accounts/nickname.js'
import type {Account, Clock, FaultKind, Log, ModelChoice, PlanFallback, TurnError} from '../contract/index.js'
import {faultOf, isTurnError, turnError} from '../errors/turn-error.js'
import {fitToAccount} from '../models/fit.js'
import type {Resolution} from '../models/resolve.js'
import type {Choice} from './account-pool.js'
import {AGAIN_AFTER, MOST_ACCOUNTS, type Repair, TOKEN_PATIENCE} from './fates.js'
import {within} from './hold-head.js'
import {howLong} from './how-long.js'
import {judge} from './judge.js'
import {planOf} from './plan-of.js'
import {newProgress, type Progress} from './progress.js'
import type {ProviderDesk} from './provider-desk.js'
import {tooDeep} from './too-deep.js'

export interface Attempt<T> {
  readonly resolution: Resolution
  readonly session: string
  /** The account that serves, or nobody does. */
  readonly pin?: string
  readonly signal: AbortSignal
  /** Rejects with a `TurnError` as long as nothing was promised. */
  readonly send: (sending: Sending) => Promise<T>
  /** Told before each request that goes out, the last word on it included. */
  readonly watch: (step: {readonly sending: Sending; readonly trips: number}) => void
}

/** One request upstream. */
export interface Sending {
  readonly account: Account
  readonly model: ModelChoice
  readonly fallback?: PlanFallback
  /** Another account made what the session's history holds. */
  readonly moved: boolean
  readonly repairs: ReadonlySet<Repair>
}

export interface AttemptContext {
  readonly desk: ProviderDesk
  readonly clock: Clock
  readonly log: Log
}

/** The only retry loop: accounts, repairs and fallbacks until one answers or nobody is left to ask. */
export async function attempt<T>(
  wish: Attempt<T>,
  context: AttemptContext,
): Promise<{readonly answer: T; readonly sending: Sending}> {
  const {desk, clock} = context
  const progress = newProgress()
  for (;;) {
    const choice = await chooseNext(wish, progress, desk)
    const sending = await prepare(choice, wish, progress, context).catch((error: unknown) => asFault(error))
    if (isTurnError(sending)) {
      if (sending.blame === 'client') throw sending
      progress.tried.add(choice.account.id)
      progress.faults.push(sending)
      continue
    }
    try {
      progress.trips++
      wish.watch({sending, trips: progress.trips})
      const answer = await wish.send(sending)
      await heal(choice.account, desk)
      return {answer, sending}
    } catch (error) {
      const fault = asFault(error)
      const last = nameAccount(fault, choice.account)
      progress.faults.push(last)
      if (!INNOCENT.has(fault.kind)) progress.suspects.add(choice.account.id)
      const verdict = await judge(fault, {sending, record: choice.account, session: wish.session}, progress, context)
      if (verdict === 'tell' || wish.signal.aborted) throw last
      if (verdict === 'wait') await clock.wait(AGAIN_AFTER, wish.signal).catch(() => undefined)
    }
  }
}

/** Facts of an account, whatever it is asked. */
const INNOCENT: ReadonlySet<FaultKind> = new Set([
  'usage-limit',
  'throttled',
  'no-credits',
  'needs-reauth',
  'revoked',
  'deactivated',
])
/** After these an account cannot serve for a while, or not by itself: the state of the whole pool says more. */
const OUT: ReadonlySet<FaultKind> = new Set([...INNOCENT, 'address-throttled', 'no-codex-plan', 'token-expired'])

/**
 * When nobody is left, a failure that may pass by itself is told before the state of the pool: that account may serve a
 * moment later. A request that fails everywhere is not carried through a large pool, whose accounts might all suffer.
 */
async function chooseNext(
  {session, pin, resolution}: Pick<Attempt<unknown>, 'session' | 'pin' | 'resolution'>,
  {tried, faults, suspects}: Progress,
  {pool}: ProviderDesk,
): Promise<Choice> {
  let choice: Choice
  try {
    choice = await pool.choose({session, pin, model: resolution.model.id, tried})
  } catch (error) {
    throw faults.findLast(({kind}) => !OUT.has(kind)) ?? nobodyLeft(asFault(error), faults)
  }
  const last = faults.at(-1)
  if (last !== undefined && [...suspects].filter((id) => tried.has(id)).length >= MOST_ACCOUNTS) throw last
  return choice
}

const SIGNED_OUT: ReadonlySet<FaultKind> = new Set(['needs-reauth', 'revoked', 'deactivated'])

/** A throttle of milliseconds may be over by now: nobody waits any more, and that account needs no sign-in. */
function nobodyLeft(told: TurnError, faults: readonly TurnError[]): TurnError {
  const throttle = faults.findLast(({kind}) => kind === 'throttled')
  return throttle !== undefined && SIGNED_OUT.has(told.kind) ? throttle : told
}

/** A token that lasts, and the model that this account may use. What it was refused is not asked for again before its time. */
async function prepare(
  {account: record, moved}: {readonly account: AccountRecord; readonly moved: boolean},
  wish: Pick<Attempt<unknown>, 'resolution' | 'signal' | 'pin'>,
  progress: Progress,
  {desk, clock}: AttemptContext,
): Promise<Sending> {
  const {provider, accounts, catalogue} = desk
  const {resolution} = wish
  const account = await credentialsOf(record, wish, progress, desk)
  const denials = (await accounts.states.read())[record.id]?.denials ?? {}
  const plan = await planOf(record, resolution.model.id, desk)
  const denied = (model: string) => model in denials
  const fitted = fitToAccount(resolution, {provider, models: catalogue.models(), plan, denied})
  const until = denials[fitted.model.id]
  if (until !== undefined)
    throw stillDenied(record, fitted.model.id, {provider: provider.id, wait: until - clock.now()})
  return {account, ...fitted, moved, repairs: new Set(progress.repairs)}
}

/** Nobody waits for a slow sign-in server while another account could serve; the token is renewed all the same. */
async function credentialsOf(
  {id, nickname}: AccountRecord,
  {resolution, signal, pin}: Pick<Attempt<unknown>, 'resolution' | 'signal' | 'pin'>,
  {tried, renewed}: Progress,
  {accounts, pool}: ProviderDesk,
): Promise<Account> {
  const renewing = accounts.credentials(id, {rejected: renewed.get(id), signal})
  if (await within(renewing, TOKEN_PATIENCE)) return renewing
  const others = {pin, model: resolution.model.id, tried: new Set([...tried, id])}
  if (!(await pool.hasFree(others))) return renewing
  renewing.catch(() => undefined)
  const message = `The token of ${nickname} takes long to be renewed.`
  throw turnError({blame: 'upstream', kind: 'timeout', message})
}

function stillDenied(
  {nickname}: Pick<AccountRecord, 'nickname'>,
  model: string,
  {provider, wait}: {readonly provider: string; readonly wait: number},
): TurnError {
  const message =
    `${nickname} may not use ${model}: the upstream refused it, and is asked again in ${howLong(wait)}. Choose another ` +
    `model with ccs ${provider} --config, or after a change of plan run: ccs ${provider} --auth --account ${asArgument(nickname)}`
  return turnError({blame: 'account', kind: 'model-denied', scope: 'model', message})
}

/** An answer ends whatever was said of the account before, a cooldown excepted: that one ends by itself. */
async function heal({id, state}: AccountRecord, {accounts}: ProviderDesk): Promise<void> {
  if (state.code === 'network_blocked' || state.code === 'region_blocked' || state.code === 'unknown')
    await accounts.states.clear(id, 'all')
}

function asFault(error: unknown): TurnError {
  const known = isTurnError(error) ? error : tooDeep(error)
  if (known !== undefined) return known
  const message = error instanceof Error ? error.message : String(error)
  return turnError({blame: 'upstream', kind: 'server-error', message: `The provider failed: ${message}`})
}

/** Whoever reads it must know which of the accounts is meant. */
export function nameAccount(fault: TurnError, {nickname}: Pick<AccountRecord, 'nickname'>): TurnError {
  if (fault.blame === 'client' || fault.blame === 'request' || fault.message.includes(nickname)) return fault
  return turnError({...faultOf(fault), message: `${fault.message.replace(/\.$/, '')} (account ${nickname}).`})
}
