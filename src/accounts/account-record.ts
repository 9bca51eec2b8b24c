import {hash} from 'node:crypto'
import type {AccountState, FaultKind, Identity, ProviderPlugin} from '../contract/index.js'
import {loginMark} from './login-mark.js'
import {nicknameFor} from './nickname.js'
import type {ProviderAccounts, RegistryEntry} from './registry.js'
import {READY, type States, type StoredState} from './state-store.js'
import type {FoundTokens} from './token-folder.js'

/** One signed-in account: who it is, where its tokens are and how it fares. Times: milliseconds since the epoch. */
export interface AccountRecord {
  readonly id: string
  readonly nickname: string
  readonly email: string
  readonly plan?: string
  readonly isDefault: boolean
  readonly paused: boolean
  /** Higher goes first. */
  readonly priority: number
  readonly identity: Identity
  readonly tokenFile: string
  readonly tokenExpiresAt: number | null
  readonly createdAt: number
  readonly lastRefreshedAt: number | null
  readonly lastUsedAt: number | null
  readonly fingerprint: string
  /** The file of another program that keeps the same login. */
  readonly sharedWith?: string
  readonly state: AccountState
  /** What it cools for. */
  readonly limit?: FaultKind
}

/** A token file with the registry's words on it. */
export interface Member {
  readonly id: string
  readonly entry: RegistryEntry
  readonly file: FoundTokens
  readonly identity: Identity
  /** Of the identity: which account sealed what a session sends back. */
  readonly fingerprint: string
  /** Other files of the same identity, left by other programs; the newest counts. */
  readonly older: readonly FoundTokens[]
}

export interface Joined {
  readonly members: readonly Member[]
  readonly faults: readonly Error[]
}

/** The same for the same person in the same workspace, so that a registry can be rebuilt. */
export function identityKey({accountId, userId}: Identity): string {
  return hash('sha256', `${accountId}\n${userId}`).slice(0, 16)
}

/** Token files are what counts; the registry adds names. A file that the registry does not know is taken in. */
export function joinAccounts(
  files: readonly FoundTokens[],
  registry: ProviderAccounts,
  identify: ProviderPlugin['identify'],
): Joined {
  const faults: Error[] = []
  const owned = new Map<string, Owned[]>()
  for (const file of files) {
    const identity = identityOf(file, identify)
    if (identity instanceof Error) faults.push(identity)
    else owned.set(identityKey(identity), [...(owned.get(identityKey(identity)) ?? []), {file, identity}])
  }
  const known = new Map(Object.entries(registry.accounts).map(([id, entry]) => [entry.tokenFile, {id, entry}]))
  const names = new Set(Object.values(registry.accounts).map((entry) => entry.nickname))
  const members = [...owned].map(([key, all]) => {
    const [newest, ...others] = [...all].sort((a, b) => newness(b.file) - newness(a.file)) as [Owned, ...Owned[]]
    const found = all.map(({file}) => known.get(file.name)).find((one) => one !== undefined)
    const entry = complete(found?.entry ?? registry.accounts[key], newest, names)
    names.add(entry.nickname)
    return {
      id: found?.id ?? key,
      entry,
      fingerprint: key.slice(0, 12),
      ...newest,
      older: others.map((other) => other.file),
    }
  })
  return {members: inOrder(members, registry.order ?? []), faults}
}

interface Owned {
  readonly file: FoundTokens
  readonly identity: Identity
}

/** The registry with every member in it. Entries whose token file is gone stay: their nickname comes back with them. */
export function withMembers(registry: ProviderAccounts, members: readonly Member[]): ProviderAccounts {
  const accounts = {...registry.accounts, ...Object.fromEntries(members.map(({id, entry}) => [id, entry]))}
  const id = defaultOf(registry, members)
  // Nobody chose the one that follows an account that is gone.
  return {...registry, default: id, chosen: id === registry.default ? registry.chosen : undefined, accounts}
}

export function defaultOf(registry: ProviderAccounts, members: readonly Member[]): string {
  return members.some(({id}) => id === registry.default) ? registry.default : (members[0]?.id ?? '')
}

export function toRecord(member: Member, defaultId: string, states: States): AccountRecord {
  const {id, entry, file, identity, fingerprint} = member
  const {state = READY, limit} = aboutLogin(states[id], file) ?? {}
  return {
    id,
    nickname: entry.nickname,
    email: identity.email,
    plan: identity.plan,
    isDefault: id === defaultId,
    paused: entry.paused ?? file.disabled,
    priority: file.priority,
    identity,
    tokenFile: file.path,
    tokenExpiresAt: file.tokens.expiresAt ?? null,
    createdAt: Date.parse(entry.createdAt) || file.writtenAt,
    lastRefreshedAt: file.lastRefresh ?? null,
    lastUsedAt: Date.parse(entry.lastUsedAt ?? '') || null,
    fingerprint,
    ...(file.sharedWith !== undefined && {sharedWith: file.sharedWith}),
    state,
    ...(state.code === 'cooling' && limit !== undefined && {limit}),
  }
}

/** Another program may have signed in anew; what was said of the sign-in before is over. */
function aboutLogin(known: StoredState | undefined, {tokens}: FoundTokens): StoredState | undefined {
  return known?.login === undefined || known.login === loginMark(tokens) ? known : undefined
}

function identityOf(file: FoundTokens, identify: ProviderPlugin['identify']): Identity | Error {
  try {
    const identity = identify(file.tokens)
    return identity.email === '' ? {...identity, email: file.email} : identity
  } catch (error) {
    return new Error(`${file.path} does not say whose tokens it holds: ${(error as Error).message}`)
  }
}

function complete(
  entry: RegistryEntry | undefined,
  {file, identity}: Owned,
  names: ReadonlySet<string>,
): RegistryEntry {
  return {
    ...entry,
    email: identity.email,
    nickname: entry?.nickname || nicknameFor(identity.email, names),
    tokenFile: file.name,
    createdAt: entry?.createdAt || new Date(file.lastRefresh ?? file.writtenAt).toISOString(),
  }
}

function newness(file: FoundTokens): number {
  return file.lastRefresh ?? file.writtenAt
}

/** The person's own order, then oldest first. */
function inOrder(members: readonly Member[], order: readonly string[]): readonly Member[] {
  const placeOf = ({id}: Member) => (order.includes(id) ? order.indexOf(id) : order.length)
  return [...members].sort((a, b) => placeOf(a) - placeOf(b) || byAge(a, b))
}

function byAge(a: Member, b: Member): number {
  return a.entry.createdAt.localeCompare(b.entry.createdAt) || a.id.localeCompare(b.id)
}
