import {checkBind} from '../cliproxy/check-bind.js'
import {keepConfig, type ProxyConfig, readProxyConfig} from '../config/proxy-config.js'
import type {HostContext} from '../host/host-context.js'

/** Milliseconds between two looks at the file. */
const LOOK = 2000

/** The configuration as the file says now; one that cannot be read, or must not be obeyed, leaves the one before. */
export function livingConfig({paths, log}: HostContext, first: ProxyConfig): {get(): ProxyConfig; stop(): void} {
  let config = first
  keepConfig(paths, first)
  const look = async (): Promise<void> => {
    try {
      const found = await readProxyConfig(paths)
      // It listens where it was told to when it began.
      checkBind({...found, host: first.host}, paths.proxyConfig)
      config = found
      keepConfig(paths, config)
    } catch (error) {
      log.warn('The configuration cannot be used; the one before stays.', {why: (error as Error).message})
    }
  }
  const timer = setInterval(() => void look(), LOOK).unref()
  return {get: () => config, stop: () => clearInterval(timer)}
}
