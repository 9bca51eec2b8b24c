import {findProxy} from '../cliproxy/find-proxy.js'
import {runningProxy} from '../cliproxy/running-proxy.js'
import type {HostContext} from '../host/host-context.js'
import type {ChangeType} from './changes.js'

export interface ProxyWatch {
  /** Another proxy may have begun. */
  look(): void
  stop(): void
}

/** Follows the proxy that runs, and the next one. An answer carries quota: it is told when it is known, not when asked for. */
export function watchProxy(host: HostContext, tell: (type: ChangeType) => void): ProxyWatch {
  const stopped = new AbortController()
  let following = false
  let again = false

  const follow = async (): Promise<void> => {
    const found = await findProxy(host.paths).catch(() => undefined)
    if (found === undefined || stopped.signal.aborted) return
    for await (const event of runningProxy(found).events(stopped.signal)) {
      if (event.type === 'request' || event.type === 'accounts') for (const type of TOLD) tell(type)
    }
    if (stopped.signal.aborted) return
    tell('proxy')
    again = true
  }
  const look = (): void => {
    again = true
    if (following || stopped.signal.aborted) return
    following = true
    void (async () => {
      while (again) {
        again = false
        await follow().catch(() => undefined)
      }
      following = false
    })()
  }
  look()
  return {look, stop: () => stopped.abort()}
}

const TOLD: readonly ChangeType[] = ['quota', 'routing']
