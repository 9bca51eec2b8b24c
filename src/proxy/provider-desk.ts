import {join} from 'node:path'
import {type Accounts, openAccounts} from '../accounts/accounts.js'
import {openQuota, type Quota} from '../accounts/quota.js'
import {readDuration} from '../config/duration.js'
import {readSteadyConfig} from '../config/proxy-config.js'
import type {ProviderPlugin} from '../contract/index.js'
import type {HostContext} from '../host/host-context.js'
import {type Catalogue, openCatalogue} from '../models/catalogue.js'
import {loadProvider} from '../registry/contributions.js'
import {type AccountPool, openPool, type Routing} from './account-pool.js'
import {type Bindings, openBindings} from './bindings.js'

/** All that the proxy keeps of one provider. */
export interface ProviderDesk {
  readonly provider: ProviderPlugin
  readonly accounts: Accounts
  readonly quota: Quota
  readonly catalogue: Catalogue
  readonly pool: AccountPool
  readonly bindings: Bindings
  readonly routing: () => Promise<Routing>
  /** Remembers that the account was used, in its own time. */
  touch(account: string): void
  /** Resolves once what was begun is on disk. */
  settle(): Promise<void>
}

export interface Desks {
  /** Opened with the first request for it. */
  open(provider: string): Promise<ProviderDesk>
  /** Those that are open. */
  all(): Promise<readonly ProviderDesk[]>
  close(): Promise<void>
}

const HOUR = 3_600_000

export function openDesks(host: HostContext): Desks {
  const desks = new Map<string, Promise<ProviderDesk>>()
  const bindings = openBindings(join(host.paths.proxyFolder, 'bindings.json'), host.clock)
  return {
    open(id) {
      const known = desks.get(id)
      if (known !== undefined) return known
      const opening = openDesk(id, host, bindings)
      desks.set(id, opening)
      // A plugin that failed may be mended: it is tried again.
      opening.catch(() => desks.delete(id))
      return opening
    },
    all: () => Promise.all(desks.values()),
    async close() {
      const open = await Promise.allSettled(desks.values())
      await Promise.all(open.map((one) => (one.status === 'fulfilled' ? one.value.settle() : undefined)))
      await bindings.flush()
    },
  }
}

async function openDesk(id: string, host: HostContext, bindings: Bindings): Promise<ProviderDesk> {
  const {paths, clock, log, env} = host
  const provider = await loadProvider(id, host)
  const accounts = openAccounts({paths, env, provider, clock, log})
  const quota = openQuota({provider, accounts, clock, log})
  const routing = () => readRouting(host)
  const preferred = () => accounts.preferred()
  return {
    provider,
    accounts,
    quota,
    catalogue: openCatalogue({paths, provider, clock}),
    pool: openPool({provider: id, accounts, bindings, quota, clock, routing, preferred}),
    bindings,
    routing,
    ...toucher(accounts),
  }
}

function toucher(accounts: Accounts): Pick<ProviderDesk, 'touch' | 'settle'> {
  const running = new Set<Promise<void>>()
  return {
    touch(account) {
      const touching = accounts.touch(account).catch(() => undefined)
      running.add(touching)
      void touching.finally(() => running.delete(touching))
    },
    settle: async () => void (await Promise.all(running)),
  }
}

/** Read with every request, so that a change needs no restart; unchanged files are not read again. */
export async function readRouting({paths}: Pick<HostContext, 'paths'>): Promise<Routing> {
  const {routing} = await readSteadyConfig(paths)
  const known = routings.get(routing)
  if (known !== undefined) return known
  const {strategy, sessionAffinity, sessionAffinityTtl, spreadSubagents} = routing
  const ttl = readDuration(sessionAffinityTtl) ?? HOUR
  const read = {strategy, affinity: sessionAffinity, ttl, spreadsSubagents: spreadSubagents}
  routings.set(routing, read)
  return read
}

const routings = new WeakMap<object, Routing>()
