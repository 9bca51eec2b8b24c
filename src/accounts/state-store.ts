import {readFileSync} from 'node:fs'
import type {AccountState, FaultKind, Log} from '../contract/index.js'
import {whyNotSaved} from '../errors/why-not-saved.js'
import {withLock} from '../files/lock.js'
import {stampOfFile} from '../files/stamp.js'
import {writeAtomic} from '../files/write-atomic.js'

/** What is known of an account besides its tokens; outlives a restart of the proxy. Times: milliseconds since the epoch. */
export interface StoredState {
  readonly state: AccountState
  /** What it cools for. */
  readonly limit?: FaultKind
  /** Limits that reach one model or its family only, by model id. */
  readonly models: Readonly<Record<string, Limit>>
  /** Models that the upstream refused this account, with the end of what we believe of it. */
  readonly denials: Readonly<Record<string, number>>
  /** Mark of the sign-in that the state was said of: of another one it says nothing. */
  readonly login?: string
  /** Mark of the one that the issuer refused for good: it is not asked about that one again. */
  readonly refused?: string
}

export interface Limit {
  readonly until: number
  readonly message: string
  /** Absent in what older versions wrote. */
  readonly kind?: FaultKind
}

export type States = Readonly<Record<string, StoredState>>

export interface StateStore {
  /** By account id. What is over reads as if it had never been. The same object as long as nothing changed. */
  read(): Promise<States>
  note(id: string, state: AccountState, about?: Pick<StoredState, 'login' | 'refused'>): Promise<void>
  /** Rests the account until a limit is over, or the account for one model. */
  cool(id: string, limit: Limit, model?: string): Promise<void>
  /** Ends such a rest before its time: that of the account, or that for one model. */
  lift(id: string, model?: string): Promise<void>
  deny(id: string, model: string, until: number): Promise<void>
  /** Forgets all of one account, or of every account. Denials stay when only the cooldown is cleared. */
  clear(id?: string, what?: 'all' | 'cooldown'): Promise<void>
}

export const READY: AccountState = {code: 'ready', until: null, message: null}
const NOTHING_KNOWN: StoredState = {state: READY, models: {}, denials: {}}

export function openStates(
  file: string,
  {clock, log}: {readonly clock: {now(): number}; readonly log: Log},
): StateStore {
  let held: {readonly stamp: string; readonly states: States; readonly isUnsaved?: true} | undefined
  let now: {readonly of: States; readonly states: States; readonly until: number} | undefined

  const load = (): States => {
    const stamp = stampOfFile(file)
    if (held?.stamp !== stamp) held = {stamp, states: stamp === '' ? {} : parse(file)}
    return held.states
  }
  const read = (): States => {
    const of = load()
    if (now?.of !== of || now.until <= clock.now()) {
      const states = current(of, clock.now())
      now = {of, states, until: nextEnd(states)}
    }
    return now.states
  }
  const update = async (change: (states: States) => States): Promise<void> => {
    try {
      await withLock(file, async () => {
        if (held?.isUnsaved !== true) held = undefined
        const before = current(load(), clock.now())
        await writeAtomic(file, `${JSON.stringify({version: 1, accounts: change(before)}, null, 2)}\n`)
        held = undefined
      })
    } catch (error) {
      const states = change(current(load(), clock.now()))
      held = {stamp: stampOfFile(file), states, isUnsaved: true}
      throw error
    }
  }
  /** What was learnt counts in this process even when it cannot be written down. */
  const patch = (id: string, change: (one: StoredState) => StoredState): Promise<void> =>
    update((states) => ({...states, [id]: change(states[id] ?? NOTHING_KNOWN)})).catch((error: Error) =>
      log.warn('The state of an account could not be saved.', {account: id, why: whyNotSaved(error)}),
    )

  return {
    read: async () => read(),
    note: (id, state, {login, refused} = {}) =>
      patch(id, ({limit: _over, ...one}) => ({...one, state, login, refused})),
    cool: (id, limit, model) =>
      patch(id, (one) => (model === undefined ? cooled(one, limit) : limited(one, limit, model))),
    lift: (id, model) => patch(id, (one) => (model === undefined ? warmed(one) : unlimited(one, model))),
    deny: (id, model, until) => patch(id, (one) => ({...one, denials: {...one.denials, [model]: until}})),
    async clear(id, what = 'all') {
      const known = Object.keys(load())
      if (id === undefined ? known.length === 0 : !known.includes(id)) return
      const forget = (one: StoredState) => (what === 'all' ? NOTHING_KNOWN : withoutCooldown(one))
      await update((states) =>
        Object.fromEntries(
          Object.entries(states).map(([key, one]) => [key, id === undefined || key === id ? forget(one) : one]),
        ),
      )
    },
  }
}

function cooled(one: StoredState, {until, message, kind}: Limit): StoredState {
  return {...one, state: {code: 'cooling', until, message}, login: undefined, refused: undefined, limit: kind}
}

function limited(one: StoredState, limit: Limit, model: string): StoredState {
  return {...one, models: {...one.models, [model]: limit}}
}

function warmed(one: StoredState): StoredState {
  return one.state.code === 'cooling' ? {...one, state: READY, limit: undefined} : one
}

function unlimited(one: StoredState, model: string): StoredState {
  return {...one, models: Object.fromEntries(Object.entries(one.models).filter(([id]) => id !== model))}
}

function withoutCooldown(one: StoredState): StoredState {
  return {...warmed(one), models: {}}
}

function current(states: States, now: number): States {
  return Object.fromEntries(Object.entries(states).map(([id, one]) => [id, currentOf(one, now)]))
}

/** When the first of these is over. */
function nextEnd(states: States): number {
  const ends = Object.values(states).flatMap(({state, models, denials}) => [
    ...(state.code === 'cooling' && state.until !== null ? [state.until] : []),
    ...Object.values(models).map(({until}) => until),
    ...Object.values(denials),
  ])
  return Math.min(Infinity, ...ends)
}

function currentOf(one: StoredState, now: number): StoredState {
  const isOver = one.state.code === 'cooling' && one.state.until !== null && one.state.until <= now
  return {
    ...one,
    state: isOver ? READY : one.state,
    models: Object.fromEntries(Object.entries(one.models).filter(([, limit]) => limit.until > now)),
    denials: Object.fromEntries(Object.entries(one.denials).filter(([, until]) => until > now)),
  }
}

/** Cooldowns are only a memory: one that cannot be read is begun anew. */
function parse(file: string): States {
  try {
    const data = JSON.parse(readFileSync(file, 'utf8')) as {readonly accounts?: States}
    const known = Object.entries(data.accounts ?? {}).filter(([, one]) => typeof one?.state?.code === 'string')
    return Object.fromEntries(known.map(([id, one]) => [id, {...NOTHING_KNOWN, ...one}]))
  } catch {
    return {}
  }
}
