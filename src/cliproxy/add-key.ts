import {randomBytes} from 'node:crypto'
import {editYaml} from '../config/edit-yaml.js'
import type {Paths} from '../config/paths.js'
import {type ProxyConfig, readProxyConfig} from '../config/proxy-config.js'

/** Gives a configuration without a key one of its own; everything else in it stays. */
export async function addKey(paths: Pick<Paths, 'proxyConfig' | 'cache' | 'tokens' | 'home'>): Promise<ProxyConfig> {
  await editYaml(paths.proxyConfig, (document) => {
    const keys: unknown = document.toJS()?.['api-keys']
    if (Array.isArray(keys) && keys.length > 0) return
    document.set('api-keys', [`ccs-${randomBytes(24).toString('base64url')}`])
  })
  return readProxyConfig(paths)
}
