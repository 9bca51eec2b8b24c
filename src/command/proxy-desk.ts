import type {RunningProxy} from '../cliproxy/control.js'
import {ensureProxy} from '../cliproxy/ensure-proxy.js'
import {findProxy} from '../cliproxy/find-proxy.js'
import {runningProxy} from '../cliproxy/running-proxy.js'
import type {HostContext} from '../host/host-context.js'

/** The proxy, started when it does not run: it alone knows quota and bindings. */
export async function proxyFor(host: HostContext): Promise<RunningProxy> {
  return runningProxy(await ensureProxy(host))
}

/** `undefined` when none runs. */
export async function proxyIfRunning(host: HostContext): Promise<RunningProxy | undefined> {
  const found = await findProxy(host.paths)
  return found && runningProxy(found)
}
