import {readFileSync} from 'node:fs'
import {copyFile} from 'node:fs/promises'
import type {CcsError} from '../errors/ccs-error.js'
import {decodeText} from '../files/decode-text.js'
import {withLock} from '../files/lock.js'
import {parseJson, readBytes} from '../files/read-json.js'
import {refuseReadOnly} from '../files/refuse-read-only.js'
import {stampOfFile} from '../files/stamp.js'
import {writeAtomic} from '../files/write-atomic.js'
import {
  EMPTY,
  type ProviderAccounts,
  type ReadRegistry,
  type Registry,
  readRegistry,
  writeRegistry,
} from './read-registry.js'

export type {ProviderAccounts, RegistryEntry} from './read-registry.js'

export interface RegistryStore {
  /** The same object as long as the file did not change. */
  read(): ReadRegistry
  /** Throws for a file that may not be written. */
  refuseNewer(): void
  /** Under a lock, from the file as it is then, so that changes of several processes all survive. */
  update(provider: string, change: (accounts: ProviderAccounts) => ProviderAccounts): Promise<void>
}

const NO_ACCOUNTS: ProviderAccounts = {default: '', accounts: {}}

export function openRegistry(file: string, clock: {now(): number}): RegistryStore {
  let held: {readonly stamp: string; readonly found: ReadRegistry} | undefined
  const read = (): ReadRegistry => {
    const stamp = stampOfFile(file)
    if (held?.stamp !== stamp) held = {stamp, found: stamp === '' ? {registry: EMPTY} : parse(readFileSync(file), file)}
    return held.found
  }
  return {
    read,
    refuseNewer() {
      const {isNewer, fault} = read()
      if (isNewer) throw fault
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

/** lowdb's port: two methods. A file that is not all read is copied aside before the first write replaces it. */
function adapter(file: string, clock: {now(): number}) {
  let broken = false
  return {
    async read(): Promise<Registry | null> {
      const bytes = await readBytes(file)
      if (bytes === undefined) return null
      const {registry, fault, isNewer} = parse(bytes, file)
      if (isNewer) throw fault
      broken = fault !== undefined
      return registry
    },
    async write(data: Registry): Promise<void> {
      await refuseReadOnly(file)
      if (broken) await copyFile(file, `${file}.corrupt-${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}`)
      await writeAtomic(file, writeRegistry(data))
    },
  }
}

function parse(bytes: Buffer, file: string): ReadRegistry {
  try {
    return readRegistry(parseJson(decodeText(bytes, file), file), file)
  } catch (fault) {
    return {registry: EMPTY, fault: fault as CcsError}
  }
}
