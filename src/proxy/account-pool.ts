import type {AccountRecord, Accounts} from '../accounts/accounts.js'
import {canServe} from '../accounts/can-serve.js'
import type {Quota} from '../accounts/quota.js'
import type {States} from '../accounts/state-store.js'
import type {Clock, TurnError} from '../contract/index.js'
import type {Binding, Bindings} from './bindings.js'
import {explainNobody, explainPinned, type Standing} from './explain-nobody.js'
import {SHORT} from './fates.js'
import {fullestOf, STRATEGIES, type Strategy, strategyOf} from './strategies.js'

/** What a request needs of an account. */
export interface PoolRequest {
  /** Whoever stays on one account: where subagents are spread, each of them too. */
  readonly session: string
  /** The upstream's model id: limits may reach one model only. */
  readonly model: string
  /** Serves, or nobody does. */
  readonly pin?: string
  /** Tried for this request already. */
  readonly tried: ReadonlySet<string>
}

export interface Choice {
  readonly account: AccountRecord
  /** Another account made what the session's history holds. */
  readonly moved: boolean
}

export interface Routing {
  readonly strategy: string
  readonly affinity: boolean
  /** Milliseconds. */
  readonly ttl: number
  /** Each subagent stays on an account of its own, not on that of its session. */
  readonly spreadsSubagents?: boolean
}

export interface AccountPool {
  /** Rejects with a `TurnError` that says why nobody can serve, and from when on. */
  choose(request: PoolRequest): Promise<Choice>
  /** Whether anybody could serve; nobody is chosen by it. */
  hasFree(request: Omit<PoolRequest, 'session'>): Promise<boolean>
  /** A throttle too short to move a session: others serve meanwhile. */
  pause(id: string, until: number): void
  /** Ends the pauses of one account, or of all. Returns the ids of those that were paused. */
  resume(id?: string): readonly string[]
  /** Who would get the next new sessions, in order. */
  next(): Promise<readonly AccountRecord[]>
}

export interface PoolContext {
  readonly provider: string
  readonly accounts: Accounts
  readonly bindings: Bindings
  readonly quota: Pick<Quota, 'read'>
  readonly clock: Clock
  readonly routing: () => Promise<Routing>
  /** The account that a person chose, as long as the choice stands. */
  readonly preferred: () => Promise<string | undefined>
}

export function openPool(context: PoolContext): AccountPool {
  const {provider, accounts, bindings, clock} = context
  const pauses = new Map<string, number>()

  const standingOf = (record: AccountRecord, states: States, model: string): Standing => {
    const {models, denials} = states[record.id] ?? {}
    const limit = models?.[model]
    const isDenied = denials?.[model] !== undefined
    const pause = pauses.get(record.id) ?? 0
    // A clock that was set back would make a short one long.
    const pausedUntil = pause - clock.now() > SHORT ? 0 : pause
    return {record, pausedUntil, ...(limit && {modelLimit: limit}), isDenied}
  }
  const standings = async (model: string): Promise<readonly Standing[]> => {
    const [records, states] = await Promise.all([accounts.list(), accounts.states.read()])
    return records.map((record) => standingOf(record, states, model))
  }
  const isPaused = ({pausedUntil}: Standing): boolean => pausedUntil > clock.now()
  const freeOf = (all: readonly Standing[], tried: ReadonlySet<string>) => {
    const usable = ableOf(all.filter(isUsable))
    return {usable, free: usable.filter((one) => !tried.has(one.record.id) && !isPaused(one))}
  }
  const fail = (all: readonly Standing[]): TurnError => explainNobody(all, {provider, now: clock.now()})

  return {
    async choose(request) {
      const {session, model, pin, tried} = request
      const all = await standings(model)
      if (pin !== undefined) return pinned(all, pin, tried, {provider, now: clock.now()})
      const routing = await context.routing()
      const {usable, free} = freeOf(all, tried)
      const before = bindings.get(provider, session)
      const bound = routing.affinity && isLive(before, routing.ttl, clock.now()) ? before : undefined
      const home = usable.find(({record}) => record.id === bound?.account)
      if (home !== undefined && free.includes(home)) {
        bindings.touch(provider, session)
        return {account: home.record, moved: false}
      }
      const [first] = await rank(free, routing, context)
      if (first === undefined) throw fail(all)
      settle(first, {home, bound, session, routing}, context)
      return {account: first, moved: before !== undefined && before.account !== first.id}
    },
    hasFree: async ({model, pin, tried}) => pin === undefined && freeOf(await standings(model), tried).free.length > 0,
    pause: (id, until) => void pauses.set(id, until),
    resume(id) {
      const ended = [...pauses].filter(([each, until]) => (id ?? each) === each && until > clock.now())
      return ended.map(([each]) => each).filter((each) => pauses.delete(each))
    },
    async next() {
      const free = (await standings('')).filter((one) => isUsable(one) && !isPaused(one))
      return rank(free, await context.routing(), context)
    },
  }
}

function isLive(binding: Binding | undefined, ttl: number, now: number): boolean {
  return binding !== undefined && now - binding.at < ttl
}

function isUsable({record, modelLimit}: Standing): boolean {
  return canServe(record) && modelLimit === undefined
}

/** A model that one account may not use is asked of the others first. */
function ableOf(usable: readonly Standing[]): readonly Standing[] {
  const able = usable.filter(({isDenied}) => !isDenied)
  return able.length === 0 ? usable : able
}

function pinned(
  all: readonly Standing[],
  pin: string,
  tried: ReadonlySet<string>,
  context: {readonly provider: string; readonly now: number},
): Choice {
  const found = all.find(({record}) => record.id === pin)
  if (found === undefined || tried.has(pin) || !isUsable(found) || found.pausedUntil > context.now)
    throw explainPinned(found, pin, context)
  return {account: found.record, moved: false}
}

/** While its own account can serve again soon, a session comes back to it; else it moves for good. */
function settle(
  account: AccountRecord,
  {
    home,
    bound,
    session,
    routing,
  }: {home: Standing | undefined; bound: Binding | undefined; session: string; routing: Routing},
  {provider, bindings}: PoolContext,
): void {
  if (home !== undefined && routing.affinity) return
  if (routing.affinity) bindings.bind(provider, session, account.id)
  if (bound === undefined || !routing.affinity) bindings.assigned(provider, account.id)
}

/** The chosen account first while it can serve; then the highest priority, in the strategy's order. */
async function rank(
  free: readonly Standing[],
  routing: Routing,
  {provider, bindings, quota, clock, preferred}: PoolContext,
): Promise<readonly AccountRecord[]> {
  const records = free.map(({record}) => record)
  const strategy = strategyOf(routing.strategy) ?? (STRATEGIES[0] as Strategy)
  const counts = bindings.count(provider, routing.ttl)
  const facts = {
    last: bindings.last(provider),
    used: (id: string) => fullestOf(quota.read(id)?.limits?.windows ?? [], clock.now()),
    sessions: (id: string) => counts.get(id) ?? 0,
  }
  const priorities = [...new Set(records.map(({priority}) => priority))].sort((a, b) => b - a)
  const ordered = priorities.flatMap((priority) =>
    strategy.order(
      records.filter((record) => record.priority === priority),
      facts,
    ),
  )
  const chosen = await preferred()
  return [...ordered.filter(({id}) => id === chosen), ...ordered.filter(({id}) => id !== chosen)]
}
