import {editYaml} from './edit-yaml.js'
import type {Paths} from './paths.js'
import {ensureProxyConfig} from './proxy-config.js'

export interface RoutingChange {
  readonly strategy?: string
  readonly sessionAffinity?: boolean
  readonly sessionAffinityTtl?: string
}

const KEYS = {
  strategy: 'strategy',
  sessionAffinity: 'session-affinity',
  sessionAffinityTtl: 'session-affinity-ttl',
} as const satisfies Record<keyof RoutingChange, string>

/** Changes `routing` of the proxy's configuration; a proxy that runs reads it with its next request. */
export async function editRouting(
  paths: Pick<Paths, 'proxyConfig' | 'cache' | 'tokens' | 'home'>,
  change: RoutingChange,
): Promise<void> {
  await ensureProxyConfig(paths)
  await editYaml(paths.proxyConfig, (document) => {
    for (const field of Object.keys(KEYS) as (keyof RoutingChange)[])
      if (change[field] !== undefined) document.setIn(['routing', KEYS[field]], change[field])
  })
}
