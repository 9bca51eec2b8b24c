import {join} from 'node:path'
import type {Paths} from '../config/paths.js'
import {readSteadyConfig} from '../config/proxy-config.js'
import type {Account, Clock, Environment, Log, ProviderPlugin, Tokens} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import type {VariantPaths} from '../profiles/variants.js'
import {
  type AccountRecord,
  defaultOf,
  type Joined,
  joinAccounts,
  type Member,
  toRecord,
  withMembers,
} from './account-record.js'
import {makeKeeper} from './keep-account.js'
import {checkNickname, findByName} from './nickname.js'
import {makeRefresher} from './refresher.js'
import {openRegistry, type ProviderAccounts, type RegistryEntry, type RegistryStore} from './registry.js'
import {openStates, type StateStore, type States} from './state-store.js'
import {openTokenFolder, type TokenFolder} from './token-folder.js'

export type {AccountRecord} from './account-record.js'

/** All accounts of one provider. */
export interface Accounts {
  /** In the order that was given them, else oldest first; costs a few `stat` calls when no file changed. */
  list(): Promise<readonly AccountRecord[]>
  /** Token files and registries that could not be used, each with the reason. */
  faults(): Promise<readonly Error[]>
  /** By nickname, e-mail, id or unique prefix; rejects with the candidates. */
  resolve(name: string): Promise<AccountRecord>
  /** With a token that lasts. `rejected`: the access token that the upstream just refused. Rejects with a `TurnError`. */
  credentials(id: string, wish?: {readonly rejected?: string; readonly signal?: AbortSignal}): Promise<Account>
  /** The tokens as they are on disk. */
  tokens(id: string): Promise<Tokens>
  /**
   * Renews the account that these tokens belong to, or takes in a new one. `sharedWith`: the file of another program
   * that keeps the same login.
   */
  add(
    tokens: Tokens,
    options?: {readonly asDefault?: boolean; readonly sharedWith?: string},
  ): Promise<{
    readonly account: AccountRecord
    readonly renewed: boolean
  }>
  /** Makes it the default, and remembers that a person chose it. */
  use(id: string): Promise<void>
  /** Takes that choice back; the default stays. */
  release(): Promise<void>
  /** The default, when a person chose it. */
  preferred(): Promise<string | undefined>
  /** Puts them in this order; those that are left out follow, oldest first. */
  arrange(ids: readonly string[]): Promise<void>
  /** Variants that name it follow. */
  rename(id: string, nickname: string): Promise<string>
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
  /** Deletes tokens and registry entry. */
  remove(id: string): Promise<void>
  /** Remembers that it was used; written at most once a minute. */
  touch(id: string): Promise<void>
  readonly states: StateStore
}

export interface AccountsContext {
  readonly paths: Pick<Paths, 'accounts' | 'tokens' | 'refreshes' | 'proxyFolder' | 'proxyConfig'> & VariantPaths
  readonly env: Environment
  readonly provider: Pick<ProviderPlugin, 'id' | 'identify' | 'refresh'> & Partial<Pick<ProviderPlugin, 'signIn'>>
  readonly clock: Clock
  readonly log: Log
}

/** Milliseconds between two notes of use. */
const TOUCH = 60_000

export function openAccounts({paths, provider, clock, log}: AccountsContext): Accounts {
  const registry = openRegistry(paths.accounts, clock)
  const states = openStates(join(paths.proxyFolder, 'states.json'), {clock, log})
  const source = openSource(registry, provider)
  const refresher = makeRefresher({provider, states, clock, log, answers: paths.refreshes})
  let folder: TokenFolder | undefined

  const open = async (): Promise<TokenFolder> => {
    folder ??= openTokenFolder((await readSteadyConfig(paths)).authDir, provider.id)
    return folder
  }
  const joined = async () => source.join(await open())
  const memberOf = async (id: string): Promise<Member> => findMember(id, (await joined()).members)
  let listed: {readonly from: Owned; readonly byId: States; readonly records: readonly AccountRecord[]} | undefined
  const list = async (): Promise<readonly AccountRecord[]> => {
    const from = await joined()
    const byId = await states.read()
    if (listed?.from !== from || listed.byId !== byId)
      listed = {from, byId, records: from.members.map((member) => toRecord(member, from.defaultId, byId))}
    return listed.records
  }
  const update: Update = async (change) => {
    const files = await open()
    // Looked for under the lock: an account that was removed while this waited for it must not come back.
    await registry.update(provider.id, (before) => change(withMembers(before, source.join(files).members)))
  }
  const keeper = makeKeeper({provider, clock, states, folder: async () => (await readSteadyConfig(paths)).authDir})

  return {
    list,
    states,
    resolve: async (name) => findByName(name, await list(), provider.id),
    faults: async () => [...source.faults(), ...(await open()).read().faults, ...(await joined()).faults],
    tokens: async (id) => (await memberOf(id)).file.tokens,
    async credentials(id, {rejected, signal} = {}) {
      const member = await memberOf(id)
      const tokens =
        refresher.lasting(member, rejected) ?? (await untilAborted(refresher.fresh(member, rejected), signal))
      const {entry, identity, fingerprint} = member
      return {
        id,
        nickname: entry.nickname,
        identity,
        accessToken: tokens.accessToken,
        fingerprint,
        fields: tokens.fields,
      }
    },
    async preferred() {
      const {chosen, default: id} = source.registry()
      return chosen === true && (await joined()).members.some((one) => one.id === id) ? id : undefined
    },
    async add(tokens, {asDefault = true, sharedWith} = {}) {
      registry.refuseNewer()
      const {members} = await joined()
      const {id, renewed} = await keeper.keep(tokens, members, sharedWith)
      await update((all) => (asDefault && !renewed ? {...all, default: id} : all))
      const account = (await list()).find((one) => one.id === id)
      if (account === undefined) throw new Error(`The account ${id} was saved and cannot be found.`)
      return {account, renewed}
    },
    ...entryEdits({paths, provider, update, memberOf}),
    async remove(id) {
      registry.refuseNewer()
      await keeper.remove(await memberOf(id))
      await update((all) => {
        const {[id]: _gone, ...accounts} = all.accounts
        if (all.default !== id) return {...all, accounts}
        return {...all, accounts, default: Object.keys(accounts)[0] ?? '', chosen: undefined}
      })
      await states.clear(id)
    },
    touch: toucher({clock, list, update}),
  }
}

function findMember(id: string, members: readonly Member[]): Member {
  const found = members.find((one) => one.id === id)
  if (found !== undefined) return found
  throw turnError({blame: 'account', kind: 'needs-reauth', message: `Account ${id} is not signed in here any more.`})
}

function toucher(context: Pick<AccountsContext, 'clock'> & Pick<Accounts, 'list'> & {readonly update: Update}) {
  const {clock, list, update} = context
  const touched = new Map<string, number>()
  return async (id: string): Promise<void> => {
    if (clock.now() - (touched.get(id) ?? -Infinity) < TOUCH) return
    touched.set(id, clock.now())
    const used = (await list()).find((one) => one.id === id)?.lastUsedAt
    if (used === undefined || clock.now() - (used ?? 0) < TOUCH) return
    const lastUsedAt = new Date(clock.now()).toISOString()
    await update((all) => editEntry(all, id, {lastUsedAt}))
  }
}

type Update = (change: (accounts: ProviderAccounts) => ProviderAccounts) => Promise<void>

interface EditsContext extends Pick<AccountsContext, 'paths' | 'provider'> {
  readonly update: Update
  readonly memberOf: (id: string) => Promise<Member>
}

function entryEdits(
  context: EditsContext,
): Pick<Accounts, 'use' | 'release' | 'arrange' | 'rename' | 'pause' | 'resume'> {
  const {update} = context
  return {
    use: (id) => update((all) => ({...all, default: id, chosen: true})),
    release: () => update((all) => ({...all, chosen: undefined})),
    arrange: (order) => update((all) => ({...all, order})),
    rename: (id, nickname) => rename(id, nickname, context),
    pause: (id) => update((all) => editEntry(all, id, {paused: true})),
    resume: (id) => update((all) => editEntry(all, id, {paused: false})),
  }
}

async function rename(id: string, wanted: string, {paths, provider, update, memberOf}: EditsContext): Promise<string> {
  const {findNaming} = await import('../profiles/follow-nickname.js')
  const before = (await memberOf(id)).entry.nickname
  const naming = await findNaming({provider: provider.id, nickname: before}, paths)
  let nickname = wanted
  await update((all) => {
    const others = Object.entries(all.accounts).filter(([key]) => key !== id)
    // An account is named by its e-mail too.
    const taken = others.flatMap(([, entry]) => [entry.nickname, entry.email])
    nickname = checkNickname(wanted, taken)
    return editEntry(all, id, {nickname})
  })
  await naming.follow(nickname)
  return nickname
}

interface Owned extends Joined {
  readonly defaultId: string
}

/** Joins files and registry again only when one of them changed. */
function openSource(store: RegistryStore, provider: Pick<ProviderPlugin, 'id' | 'identify'>) {
  let held: {readonly files: unknown; readonly from: unknown; readonly result: Owned} | undefined
  const ownOf = (from: ReturnType<RegistryStore['read']>): ProviderAccounts =>
    from.registry.providers[provider.id] ?? {default: '', accounts: {}}
  const registry = () => ownOf(store.read())
  return {
    registry,
    faults(): readonly Error[] {
      const {fault} = store.read()
      return fault === undefined ? [] : [fault]
    },
    join(folder: TokenFolder): Owned {
      const {files} = folder.read()
      const from = store.read()
      if (held?.files !== files || held.from !== from) {
        const own = ownOf(from)
        const result = joinAccounts(files, own, provider.identify)
        held = {files, from, result: {...result, defaultId: defaultOf(own, result.members)}}
      }
      return held.result
    },
  }
}

function editEntry(all: ProviderAccounts, id: string, change: Partial<RegistryEntry>): ProviderAccounts {
  const entry = all.accounts[id]
  return entry === undefined ? all : {...all, accounts: {...all.accounts, [id]: {...entry, ...change}}}
}

/** The wait ends with the request; what is waited for goes on. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise<T>((resolve, reject) => {
    const gone = () => reject(turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'}))
    if (signal.aborted) gone()
    signal.addEventListener('abort', gone, {once: true})
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone))
  })
}
