import {ensureProxy} from '../cliproxy/ensure-proxy.js'
import type {FoundProxy} from '../cliproxy/find-proxy.js'
import type {Lease} from '../cliproxy/hold-lease.js'
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
 * Holds the proxy for the time of a session: one that dies is brought back where its clients look for it. `begin` is for
 * when the runtime has been started: it starts up meanwhile.
 */
export function keepProxy(
  proxy: FoundProxy,
  host: HostContext,
  {launch, onRequest, warn}: KeepOptions,
): {begin(): void; release(): void} {
  const over = new AbortController()
  let lease: Lease | undefined
  let told = ''
  const hold = async (one: FoundProxy): Promise<Lease> => {
    const {holdLease} = await import('../cliproxy/hold-lease.js')
    return holdLease(one, {launch, onRequest})
  }
  const revive = async (): Promise<Lease | undefined> => {
    try {
      const back = await ensureProxy(host, {port: proxy.port})
      return await hold(back)
    } catch (error) {
      const {message} = error as Error
      if (message !== told) warn(`The proxy has ended and does not come back yet: ${message}`)
      told = message
      await host.clock.wait(AGAIN, over.signal).catch(() => undefined)
      return undefined
    }
  }
  const watch = async (): Promise<void> => {
    lease = await hold(proxy).catch(() => undefined)
    while (!over.signal.aborted) {
      await lease?.lost
      if (!over.signal.aborted) lease = await revive()
    }
    lease?.release()
  }
  return {
    begin: () => void watch(),
    release() {
      over.abort()
      lease?.release()
    },
  }
}
