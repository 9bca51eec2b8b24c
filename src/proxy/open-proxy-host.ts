import {outwardEnvironment} from '../config/outward-environment.js'
import {pathsOf} from '../config/paths.js'
import {readProxyConfig} from '../config/proxy-config.js'
import type {Environment} from '../contract/index.js'
import type {HostContext} from '../host/host-context.js'
import {openHost} from '../host/open-host.js'
import {systemClock} from '../kit/clock.js'
import {type LogOptions, openLog} from '../log/open-log.js'

/** What a process works with that serves the proxy: its log is the proxy's file, its way out the configured one. */
export async function openProxyHost(env: Environment, told: Pick<LogOptions, 'listener'> = {}): Promise<HostContext> {
  const paths = pathsOf(env)
  const config = await readProxyConfig(paths)
  const log = openLog(paths.proxyLog, {clock: systemClock, debug: config.raw.debug === true, ...told})
  return openHost(outwardEnvironment(env, config), {log, note: (message) => log.warn(message)})
}
