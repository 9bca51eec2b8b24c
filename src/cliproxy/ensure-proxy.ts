import {outwardEnvironment} from '../config/outward-environment.js'
import {ensureProxyConfig, type ProxyConfig} from '../config/proxy-config.js'
import type {HostContext} from '../host/host-context.js'
import {VERSION} from '../registry/version.js'
import {type FoundProxy, findProxy} from './find-proxy.js'
import {environmentHash} from './proof.js'

export interface EnsureWish {
  /** Where it must listen: clients that run already know no other place. */
  readonly port?: number
  /** It stays until it is stopped. */
  readonly keep?: boolean
}

/**
 * The running proxy of this home, started if there is none; of many that ask at once, one starts it. `known`: what a look
 * that was begun before will find.
 */
export async function ensureProxy(
  host: HostContext,
  wish: EnsureWish = {},
  known?: Promise<FoundProxy | undefined>,
): Promise<FoundProxy> {
  const config = await keyedConfig(host)
  const found = await (known ?? findProxy(host.paths, config))
  const way = environmentHash(outwardEnvironment(host.env, config))
  if (found !== undefined && serves(found, way)) {
    if (found.environment !== way) host.note?.(OTHER_WAY)
    return found
  }
  const {startUnderLock} = await import('./start-proxy.js')
  return startUnderLock(host, config, {wish, fits: (one) => serves(one, way)})
}

const OTHER_WAY =
  'The proxy goes out as the environment of an open session says (addresses, HTTP proxy), not as this one; it follows once no session is open.'

/** One from another version, or with another way out, is only put up with while somebody works through it. */
function serves({version, environment, sessions}: FoundProxy, way: string): boolean {
  return sessions > 0 || (version === VERSION && environment === way)
}

/** A configuration made by hand may lack the key. */
export async function keyedConfig({paths}: Pick<HostContext, 'paths'>): Promise<ProxyConfig> {
  const config = await ensureProxyConfig(paths)
  if (config.apiKeys.length > 0) return config
  // A key that is made now is not one that somebody chose for a wider address.
  const [{addKey}, {checkBind}] = await Promise.all([import('./add-key.js'), import('./check-bind.js')])
  checkBind(config, paths.proxyConfig)
  return addKey(paths)
}
