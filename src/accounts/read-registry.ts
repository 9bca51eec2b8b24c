import {isRecord} from '../config/config.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {invalidFile} from '../files/parse-jsonc.js'

/** `accounts.json`, in the shape that existing installations have. Keys we do not know are carried. */
export interface Registry {
  readonly version: 1
  readonly providers: Readonly<Record<string, ProviderAccounts>>
}

/** Entries that are none, by id: JSON leaves a symbol out, so that nothing else meets them. */
const UNREAD = Symbol('unread')

export interface ProviderAccounts {
  readonly default: string
  /** A person said that the default is to serve; without it, routing picks. */
  readonly chosen?: boolean
  /** Ids in the order that a person gave them; the others follow, oldest first. */
  readonly order?: readonly string[]
  readonly accounts: Readonly<Record<string, RegistryEntry>>
  readonly [UNREAD]?: Fields
}

export interface RegistryEntry {
  readonly email: string
  readonly nickname: string
  /** Name inside the token folder; empty when the file did not say it. */
  readonly tokenFile: string
  readonly createdAt: string
  readonly lastUsedAt?: string
  readonly paused?: boolean
}

export interface ReadRegistry {
  readonly registry: Registry
  /** Why not all of the file was read. */
  readonly fault?: CcsError
  /** A newer ccs wrote it: this one may read, but not write it. */
  readonly isNewer?: boolean
}

export const EMPTY: Registry = {version: 1, providers: {}}

type Fields = Readonly<Record<string, unknown>>

/** What of a parsed file has the shape; what has another one is left out and named. */
export function readRegistry(data: unknown, file: string): ReadRegistry {
  if (!isRecord(data)) return {registry: EMPTY, fault: misshapen(file, 'it holds no object')}
  const {version, providers = {}} = data
  const found = Object.entries(isRecord(providers) ? providers : {})
  const read = found.map(([id, one]) => [id, readProvider(one)] as const)
  const wrong = isRecord(providers) ? read.find(([, one]) => one === undefined)?.[0] : 'providers'
  const registry = {...data, version: 1, providers: Object.fromEntries(read.filter(([, one]) => one !== undefined))}
  if (typeof version === 'number' && version > 1)
    return {registry: registry as Registry, fault: newer(file, version), isNewer: true}
  return {
    registry: registry as Registry,
    ...(wrong !== undefined && {fault: misshapen(file, `"${wrong}" in it is not what it should be`)}),
  }
}

/** What is written in place of the file. */
export function writeRegistry(registry: Registry): string {
  const providers = Object.entries(registry.providers).map(([id, one]) => {
    const unread = one[UNREAD]
    return [id, unread === undefined ? one : {...one, accounts: {...unread, ...one.accounts}}]
  })
  return `${JSON.stringify({...registry, providers: Object.fromEntries(providers)}, null, 2)}\n`
}

function readProvider(data: unknown): ProviderAccounts | undefined {
  if (!isRecord(data) || !isRecord(data.accounts ?? {})) return undefined
  const all = Object.entries(data.accounts ?? {})
  const unread = all.filter(([, entry]) => !isRecord(entry))
  const order = Array.isArray(data.order) ? data.order.filter((id) => typeof id === 'string') : undefined
  return {
    ...data,
    default: text(data.default),
    ...(order && {order}),
    accounts: Object.fromEntries(all.flatMap(([id, entry]) => (isRecord(entry) ? [[id, readEntry(entry)]] : []))),
    ...(unread.length > 0 && {[UNREAD]: Object.fromEntries(unread)}),
  }
}

function readEntry(entry: Fields): RegistryEntry {
  const {email, nickname, tokenFile, createdAt} = entry
  return {
    ...entry,
    email: text(email),
    nickname: text(nickname),
    tokenFile: text(tokenFile),
    createdAt: text(createdAt),
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function misshapen(file: string, why: string): CcsError {
  return invalidFile(`${file} is no account registry: ${why}.`)
}

function newer(file: string, version: number): CcsError {
  return new CcsError(`${file} has version ${version}: a newer ccs wrote it, and this one does not change it.`, {
    code: 'newer_file',
    exit: EXIT.usage,
    hint: 'Update ccs.',
  })
}
