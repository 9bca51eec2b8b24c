import type {Paths} from '../config/paths.js'
import type {ProxyView} from '../contract/index.js'
import {findProxy} from './find-proxy.js'
import {runningProxy} from './running-proxy.js'

const STOPPED: ProxyView = {
  running: false,
  pid: null,
  port: null,
  url: null,
  version: null,
  engine: 'embedded',
  sessions: 0,
  startedAt: null,
}

/** What the proxy of this installation says of itself. */
export async function showProxy(paths: Paths): Promise<ProxyView> {
  const found = await findProxy(paths)
  if (found === undefined) return STOPPED
  const {running, pid, port, url, version, engine, sessions, startedAt} = await runningProxy(found).status()
  return {running, pid, port, url, version, engine, sessions, startedAt}
}
