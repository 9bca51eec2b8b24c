import {ensureProxy} from '../cliproxy/ensure-proxy.js'
import {findProxy} from '../cliproxy/find-proxy.js'
import {runningProxy} from '../cliproxy/running-proxy.js'
import {showProxy} from '../cliproxy/show-proxy.js'
import type {DashboardHost, ProxyView} from '../contract/index.js'
import type {DashboardParts} from './dashboard-parts.js'

type Action = Parameters<DashboardHost['controlProxy']>[0]

/** What `ccs cliproxy start`, `stop` and `restart` do. */
export async function controlProxy(action: Action, parts: DashboardParts): Promise<ProxyView> {
  const {host, changes} = parts
  const before = await findProxy(host.paths)
  if (before !== undefined && action !== 'start') await runningProxy(before).stop()
  if (action !== 'stop') await ensureProxy(host, {keep: true, port: action === 'restart' ? before?.port : undefined})
  changes.tell('proxy')
  return showProxy(host.paths)
}
