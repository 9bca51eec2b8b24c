import type {Identity, LoginView, Tokens} from '../../contract/index.js'
import {isCcsError} from '../../errors/ccs-error.js'
import {explainError} from '../../errors/explain-error.js'
import {whyNotSaved} from '../../errors/why-not-saved.js'
import {identityKey} from '../account-record.js'
import {awaitOthers} from './await-others.js'
import type {LoginContext, LoginWish, SignedIn} from './login.js'
import {cancelled, cannotKeep, nothingToAdopt, timedOut, unreadable, wrongAccount} from './sign-in-faults.js'

/** What a sign-in has come to. Every ending closes what was opened for it, then settles `done`. */
export interface Outcome {
  /** Fires at the ending. */
  readonly signal: AbortSignal
  readonly expiresAt: number
  readonly done: Promise<SignedIn>
  state(): Pick<LoginView, 'state' | 'message' | 'accountId'>
  /** Saves the tokens, unless they are somebody else's or the sign-in is over. */
  keep(tokens: Tokens): Promise<SignedIn>
  succeed(signedIn: SignedIn): void
  fail(error: unknown): void
  cancel(exit?: number): void
  adopt(): Promise<SignedIn>
}

type State = ReturnType<Outcome['state']>

export async function openOutcome(
  context: LoginContext,
  wish: LoginWish,
  {lifetime, close = async () => undefined}: {readonly lifetime: number; readonly close?: () => Promise<void>},
): Promise<Outcome> {
  const {provider, accounts, host} = context
  const {clock} = host
  const ending = new AbortController()
  const verdict = settleable<SignedIn>()
  let current: State = {state: 'waiting', message: null, accountId: wish.account?.id ?? null}
  let isKeeping = false
  let stranger: Tokens | undefined

  const end = (state: State, settle: () => void): void => {
    if (ending.signal.aborted) return
    current = state
    ending.abort()
    void close().then(settle)
  }
  const succeed = (signedIn: SignedIn) => end(doneWith(signedIn), () => verdict.resolve(signedIn))
  const fail = (error: unknown) => {
    const {code, message} = explainError(error)
    end({...current, state: STATES[code] ?? 'failed', message}, () => verdict.reject(error))
  }

  const {found} = await awaitOthers(context, wish.account, ending.signal)
  void found.then((signedIn) => signedIn !== undefined && !isKeeping && succeed(signedIn))
  void clock.wait(lifetime, ending.signal).then(
    () => fail(timedOut(provider, lifetime)),
    () => undefined,
  )

  return {
    signal: ending.signal,
    expiresAt: clock.now() + lifetime,
    done: verdict.promise,
    state: () => current,
    succeed,
    fail,
    cancel(exit) {
      const error = cancelled(provider, exit)
      if (stranger !== undefined) current = {...current, state: 'cancelled', message: error.message}
      stranger = undefined
      fail(error)
    },
    async keep(tokens) {
      const identity = ownerOf(tokens, context)
      if (ending.signal.aborted) throw cancelled(provider)
      if (wish.account !== undefined && identityKey(identity) !== identityKey(wish.account.identity)) {
        stranger = tokens
        throw wrongAccount(provider, wish.account, identity)
      }
      isKeeping = true
      return save(tokens, identity, wish.asDefault, context).catch((error) => {
        isKeeping = false
        throw error
      })
    },
    async adopt() {
      if (stranger === undefined) throw nothingToAdopt(provider)
      const signedIn = await accounts.add(stranger, {asDefault: wish.asDefault ?? false})
      stranger = undefined
      current = doneWith(signedIn)
      return signedIn
    },
  }
}

const STATES: Readonly<Record<string, LoginView['state']>> = {
  wrong_account: 'wrong_account',
  sign_in_cancelled: 'cancelled',
  sign_in_superseded: 'cancelled',
}

function doneWith({account}: SignedIn): State {
  const who = account.email === '' ? account.nickname : `${account.nickname} (${account.email})`
  return {state: 'done', message: `Signed in as ${who}.`, accountId: account.id}
}

function ownerOf(tokens: Tokens, {provider}: LoginContext): Identity {
  try {
    return provider.identify(tokens)
  } catch (error) {
    throw unreadable(provider, (error as Error).message)
  }
}

async function save(
  tokens: Tokens,
  identity: Identity,
  asDefault: boolean | undefined,
  {provider, accounts}: LoginContext,
): Promise<SignedIn> {
  try {
    return await accounts.add(tokens, {asDefault})
  } catch (error) {
    throw isCcsError(error) ? error : cannotKeep(provider, identity, whyNotSaved(error as NodeJS.ErrnoException))
  }
}

/** A verdict that nobody waits for is no unhandled rejection. */
function settleable<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((onValue, onReason) => {
    resolve = onValue
    reject = onReason
  })
  promise.catch(() => undefined)
  return {promise, resolve, reject}
}
