import {readFileSync} from 'node:fs'
import {copyFile} from 'node:fs/promises'
import type {CcsError} from '../errors/ccs-error.js'
import {withLock} from '../files/lock.js'
import {parseJson, readText} from '../files/read-json.js'
import {refuseReadOnly} from '../files/refuse-read-only.js'
import {stampOfFile} from '../files/stamp.js'
import {writeAtomic} from '../files/write-atomic.js'

/** `accounts.json`, in the shape that existing installations have. Keys we do not know are carried. */
export interface Registry {
  readonly version: 1
  readonly providers: Readonly<Record<string, ProviderAccounts>>
}

export interface ProviderAccounts {
  readonly default: string
  /** A person said that the default is to serve; without it, routing picks. */
  readonly chosen?: boolean
  /** Ids in the order that a person gave them; the others follow, oldest first. */
  readonly order?: readonly string[]
  readonly accounts: Readonly<Record<string, RegistryEntry>>
}

export interface RegistryEntry {
  readonly email: string
  readonly nickname: string
  /** Name inside the token folder. */
  readonly tokenFile: string
  readonly createdAt: string
  readonly lastUsedAt?: string
  readonly paused?: boolean
}

export interface RegistryStore {
  /** The same object as long as the file did not change. */
  read(): {readonly registry: Registry; readonly fault?: CcsError}
  /** Under a lock, from the file as it is then, so that changes of several processes all survive. */
  update(provider: string, change: (accounts: ProviderAccounts) => ProviderAccounts): Promise<void>
}

const EMPTY: Registry = {version: 1, providers: {}}
const NO_ACCOUNTS: ProviderAccounts = {default: '', accounts: {}}

export function openRegistry(file: string, clock: {now(): number}): RegistryStore {
  let held: {readonly stamp: string; readonly found: ReturnType<RegistryStore['read']>} | undefined
  return {
    read() {
      const stamp = stampOfFile(file)
      if (held?.stamp !== stamp)
        held = {stamp, found: stamp === '' ? {registry: EMPTY} : parse(readFileSync(file, 'utf8'), file)}
      return held.found
    },
    update: (provider, change) =>
      withLock(file, async () => {
        const {Low} = await import('lowdb')
        const database = new Low<Registry>(adapter(file, clock), EMPTY)
        await database.read()
        const before = database.data.providers[provider] ?? NO_ACCOUNTS
        const after = change(before)
        if (JSON.stringify(after) === JSON.stringify(before)) return
        database.data = {...database.data, providers: {...database.data.providers, [provider]: after}}
        await database.write()
      }),
  }
}

/** lowdb's port: two methods. A file that does not parse is copied aside before the first write replaces it. */
function adapter(file: string, clock: {now(): number}) {
  let broken = false
  return {
    async read(): Promise<Registry | null> {
      const text = await readText(file)
      if (text === undefined) return null
      const {registry, fault} = parse(text, file)
      broken = fault !== undefined
      return registry
    },
    async write(data: Registry): Promise<void> {
      await refuseReadOnly(file)
      if (broken) await copyFile(file, `${file}.corrupt-${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}`)
      await writeAtomic(file, `${JSON.stringify(data, null, 2)}\n`)
    },
  }
}

function parse(text: string, file: string): {readonly registry: Registry; readonly fault?: CcsError} {
  try {
    const data = record(parseJson(text, file))
    const providers = Object.entries(record(data.providers)).map(([id, one]) => [id, readProvider(record(one))])
    return {registry: {...data, version: 1, providers: Object.fromEntries(providers)}}
  } catch (fault) {
    return {registry: EMPTY, fault: fault as CcsError}
  }
}

function readProvider(data: Readonly<Record<string, unknown>>): ProviderAccounts {
  const accounts = Object.entries(record(data.accounts)).flatMap(([id, one]) => {
    const entry = record(one)
    const {email, nickname, tokenFile, createdAt} = entry
    if (typeof tokenFile !== 'string') return []
    return [[id, {...entry, email: text(email), nickname: text(nickname), tokenFile, createdAt: text(createdAt)}]]
  })
  const order = Array.isArray(data.order) ? data.order.filter((id) => typeof id === 'string') : undefined
  return {...data, default: text(data.default), ...(order && {order}), accounts: Object.fromEntries(accounts)}
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
