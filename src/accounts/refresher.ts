import type {AccountStateCode, Clock, FaultKind, Log, ProviderPlugin, Tokens, TurnError} from '../contract/index.js'
import {isTurnError, turnError} from '../errors/turn-error.js'
import {whyNotSaved} from '../errors/why-not-saved.js'
import {withLock} from '../files/lock.js'
import {readText} from '../files/read-json.js'
import {forgetAnswer} from '../kit/kept-answer.js'
import type {Member} from './account-record.js'
import {loginMark} from './login-mark.js'
import {type NativeReader, saveRotation, withNativeRotation} from './native-login.js'
import {asArgument} from './nickname.js'
import {makePauses, type Pauses} from './pauses.js'
import {type Reserved, reserveFile} from './reserve-file.js'
import type {StateStore} from './state-store.js'
import {readTokenFile, type TokenFile, writeTokenFile} from './token-file.js'

/** Milliseconds before its end that a token counts as ended: no request starts with one that dies under it. */
const EARLY = 5 * 60_000
/** Milliseconds for the issuer to answer. */
const PATIENCE = 20_000
/** Milliseconds to wait for another process that refreshes the same account. */
const LOCK_PATIENCE = 60_000
/** Milliseconds before each further try of a passing failure, once the old token is no use. */
const RETRIES: readonly number[] = [500, 1500]
/** What two seconds do not change. */
const LASTING: ReadonlySet<FaultKind> = new Set(['timeout', 'network-blocked', 'region-blocked'])

export interface Refresher {
  /** The file's own tokens, when they last. */
  lasting(member: Member, rejected?: string): Tokens | undefined
  /** For those that do not: new ones that are on disk already. Rejects with a `TurnError`. */
  fresh(member: Member, rejected?: string): Promise<Tokens>
}

interface Context {
  readonly provider: Pick<ProviderPlugin, 'refresh'> & NativeReader
  readonly states: StateStore
  readonly clock: Clock
  readonly log: Log
  /** Where an answer of the issuer waits until it is saved here. */
  readonly answers: string
}

/** One refresh per account at a time: here by a shared promise, across processes by a lock on the token file. */
export function makeRefresher(context: Context): Refresher {
  const running = new Map<string, Promise<Tokens>>()
  const {clock} = context
  const pauses = makePauses(clock)
  return {
    lasting: ({file: {tokens}}, rejected) => (isUsable(tokens, clock.now(), EARLY, rejected) ? tokens : undefined),
    async fresh(member, rejected) {
      const {tokens} = member.file
      const stillGood = isUsable(tokens, clock.now(), 0, rejected)
      if (stillGood && pauses.reason(member.id) !== undefined) return tokens
      const shared = running.get(member.id) ?? refreshLocked(member, rejected, {...context, pauses})
      running.set(member.id, shared)
      try {
        return await shared
      } catch (error) {
        if (!isTurnError(error) || error.blame === 'account' || !stillGood) throw error
        context.log.warn(`${error.message} The old token still serves.`, {account: member.entry.nickname})
        pauses.begin(member.id, error)
        return tokens
      } finally {
        if (running.get(member.id) === shared) running.delete(member.id)
      }
    },
  }
}

function isUsable(tokens: Tokens, now: number, early: number, rejected: string | undefined): boolean {
  return tokens.accessToken !== '' && tokens.accessToken !== rejected && (tokens.expiresAt ?? Infinity) - now > early
}

/** What one refresh needs; the pauses are those of all. */
interface Refreshing extends Context {
  readonly pauses: Pauses
}

async function refreshLocked(member: Member, rejected: string | undefined, context: Refreshing): Promise<Tokens> {
  const {path} = member.file
  try {
    return await withLock(path, () => refreshHeld(member, rejected, context), LOCK_PATIENCE)
  } catch (error) {
    throw isTurnError(error) ? error : cannotSave(member, error as NodeJS.ErrnoException)
  }
}

/** Under the lock: what another process wrote meanwhile is taken over instead of asking the issuer again. */
async function refreshHeld(member: Member, rejected: string | undefined, context: Refreshing): Promise<Tokens> {
  const {provider, states, clock, pauses} = context
  const own = await reread(member, provider.id)
  const current = await withNativeRotation(own, member.identity, provider)
  if (isUsable(current.tokens, clock.now(), EARLY, rejected)) return adopt(member, current, own, context)
  const {refreshToken} = current.tokens
  if (provider.refresh === undefined || refreshToken === undefined)
    throw signedOut(member, provider.id, 'needs-reauth', 'it has no refresh token')
  const known = (await states.read())[member.id]
  if (known?.refused === loginMark(current.tokens))
    throw signedOut(member, provider.id, kindOf(known.state.code), known.state.message)
  const paused = pauses.reason(member.id)
  if (paused !== undefined) throw paused
  const reserved = await reserveFile(member.file.path)
  try {
    return await trade(member, {own, current}, reserved, context)
  } catch (error) {
    await reserved.cancel()
    if (!isTurnError(error)) throw error
    if (error.blame === 'account') return recover(member, {own, current}, error, context)
    pauses.begin(member.id, error)
    if (!isUsable(current.tokens, clock.now(), 0, rejected)) await noteBlock(member, error, states)
    throw error
  }
}

/** Nothing is wrong with the account, but it cannot serve. A cooldown stays: it has an end of its own. */
async function noteBlock({id}: Member, {kind, message}: TurnError, states: StateStore): Promise<void> {
  const code = BLOCKS[kind]
  const known = (await states.read())[id]
  if (code !== undefined && known?.state.code !== 'cooling') await states.note(id, {code, until: null, message})
}

/** What was on disk, and what the issuer was asked with: the same, unless another program shares the login. */
interface Used {
  readonly own: TokenFile
  readonly current: TokenFile
}

/**
 * The new tokens are on disk before anybody sees them: the old refresh token is worth nothing from here. Somebody who
 * knows no lock of ours, or took it over while this process stood still, may have signed in meanwhile: theirs are newer.
 */
async function trade(member: Member, {own, current}: Used, reserved: Reserved, context: Context): Promise<Tokens> {
  const {provider, clock, log, answers} = context
  const answer = await ask(member, current.tokens, context)
  // One that cannot be read is nobody's sign-in.
  const found = await reread(member, provider.id).catch(() => own)
  if (found.tokens.refreshToken !== own.tokens.refreshToken && isUsable(found.tokens, clock.now(), 0, undefined)) {
    await reserved.cancel()
    return adopt(member, found, found, context)
  }
  const tokens = {...current.tokens, ...withoutGaps(answer)}
  const identity = provider.identify(tokens)
  await reserved.commit(writeTokenFile(tokens, {type: provider.id, identity, now: clock.now(), before: found.raw}))
  await forgetAnswer(answers, current.tokens.refreshToken ?? '').catch(() => undefined)
  log.info('Refreshed the token.', {account: member.entry.nickname})
  await heal(member, context)
  return tokens
}

/** An answer leaves out what stays as it was. */
function withoutGaps(tokens: Tokens): Partial<Tokens> {
  return Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined && value !== ''))
}

async function ask(member: Member, tokens: Tokens, {provider, clock, log}: Context): Promise<Tokens> {
  const isDead = !isUsable(tokens, clock.now(), 0, undefined)
  for (const wait of isDead ? RETRIES : []) {
    try {
      return await askOnce(provider, tokens)
    } catch (error) {
      if (!isTurnError(error) || !passesSoon(error)) throw error
      log.warn(`${error.message} Trying again.`, {account: member.entry.nickname})
      await clock.wait(wait)
    }
  }
  return askOnce(provider, tokens)
}

function passesSoon({blame, kind, retryAt}: TurnError): boolean {
  return blame !== 'account' && retryAt === undefined && !LASTING.has(kind)
}

/** With a time limit of its own: the request that needed it may go away, the refresh is finished all the same. */
async function askOnce(provider: Context['provider'], tokens: Tokens): Promise<Tokens> {
  const answer = await provider.refresh?.(tokens, AbortSignal.timeout(PATIENCE))
  return answer ?? tokens
}

/** Refused for good. A writer that knows no lock of ours (another program) may have rotated it first: look once more. */
async function recover(member: Member, used: Used, error: TurnError, context: Context): Promise<Tokens> {
  const own = await reread(member, context.provider.id)
  const current = await withNativeRotation(own, member.identity, context.provider)
  const isNewer =
    current.tokens.refreshToken !== used.current.tokens.refreshToken &&
    isUsable(current.tokens, context.clock.now(), 0, undefined)
  if (isNewer) return adopt(member, current, own, context)
  const refusal = signedOut(member, context.provider.id, error.kind, error.message)
  const code = STATES[error.kind] ?? 'needs_reauth'
  const about = {login: loginMark(used.own.tokens), refused: loginMark(used.current.tokens)}
  await context.states.note(member.id, {code, until: null, message: error.message}, about)
  throw refusal
}

async function adopt(member: Member, current: TokenFile, own: TokenFile, context: Context): Promise<Tokens> {
  const {identity} = member
  const {provider, clock} = context
  if (current !== own) await saveRotation(member.file.path, current, {identity, provider, now: clock.now()})
  await heal(member, context)
  return current.tokens
}

/** A token that works again ends what a refused one said. */
async function heal(member: Member, {states}: Context): Promise<void> {
  const code = (await states.read())[member.id]?.state.code ?? 'ready'
  if (code !== 'ready' && code !== 'cooling') await states.clear(member.id)
}

async function reread(member: Member, provider: string): Promise<TokenFile> {
  const {path} = member.file
  const text = await readText(path)
  if (text === undefined) throw signedOut(member, provider, 'needs-reauth', 'its tokens were deleted')
  return readTokenFile(text, path)
}

const STATES: Readonly<Partial<Record<FaultKind, AccountStateCode>>> = {
  'needs-reauth': 'needs_reauth',
  revoked: 'revoked',
  deactivated: 'deactivated',
}

const BLOCKS: Readonly<Partial<Record<FaultKind, AccountStateCode>>> = {
  'network-blocked': 'network_blocked',
  'region-blocked': 'region_blocked',
}

function kindOf(code: AccountStateCode): FaultKind {
  const found = Object.entries(STATES).find(([, one]) => one === code)?.[0]
  return (found as FaultKind | undefined) ?? 'needs-reauth'
}

function signedOut({entry}: Member, provider: string, kind: FaultKind, why: string | null): TurnError {
  const who = `${entry.nickname} (${entry.email})`
  const because = why === null ? '' : `: ${why.replace(/\.$/, '')}`
  const message = `${who} must sign in again${because}. Run: ccs ${provider} --auth --account ${asArgument(entry.nickname)}`
  return turnError({blame: 'account', kind, message})
}

/** Nothing was spent: the issuer is only asked once the file can be written. */
function cannotSave({entry}: Member, error: NodeJS.ErrnoException): TurnError {
  const why = whyNotSaved(error)
  const message = `The token of ${entry.nickname} could not be refreshed: ${why}.`
  return turnError({blame: 'upstream', kind: 'server-error', message})
}
