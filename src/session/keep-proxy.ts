import {ensureProxy} from '../cliproxy/ensure-proxy.js'
import type {FoundProxy} from '../cliproxy/find-proxy.js'
import {holdLease, type Lease} from '../cliproxy/hold-lease.js'
import type {HostContext} from '../host/host-context.js'
import type {RequestRecord} from '../journal/request-record.js'

/** Milliseconds between two tries to bring a proxy back. */
const AGAIN = 1000

export interface KeepOptions {
  readonly launch: string
  readonly onRequest?: (record: RequestRecord) => void
  readonly warn: (line: string) => void
}

/**
 * Holds the proxy for the time of a session: one that dies is brought back where its clients look for it. The runtime
 * starts meanwhile: what asks for the lease is on its way before it.
 */
export function keepProxy(
  proxy: FoundProxy,
  host: HostContext,
  {launch, onRequest, warn}: KeepOptions,
): {release(): void} {
  const over = new AbortController()
  let lease: Lease | undefined
  let told = ''
  const revive = async (): Promise<Lease | undefined> => {
    try {
      const back = await ensureProxy(host, {port: proxy.port})
      return await holdLease(back, {launch, onRequest})
    } catch (error) {
      const {message} = error as Error
      if (message !== told) warn(`The proxy has ended and does not come back yet: ${message}`)
      told = message
      await host.clock.wait(AGAIN, over.signal).catch(() => undefined)
      return undefined
    }
  }
  const watch = async (): Promise<void> => {
    lease = await holdLease(proxy, {launch, onRequest}).catch(() => undefined)
    while (!over.signal.aborted) {
      await lease?.lost
      if (!over.signal.aborted) lease = await revive()
    }
    lease?.release()
  }
  void watch()
  return {
    release() {
      over.abort()
      lease?.release()
    },
  }
}
