import {keepConfig, type ProxyConfig, readProxyConfig} from '../config/proxy-config.js'
import type {HostContext} from '../host/host-context.js'

/** Milliseconds between two looks at the file. */
const LOOK = 2000

/** The configuration as the file says now; one that cannot be read leaves the one before. */
export function livingConfig({paths, log}: HostContext, first: ProxyConfig): {get(): ProxyConfig; stop(): void} {
  let config = first
  keepConfig(paths, first)
  const look = async (): Promise<void> => {
    try {
      config = await readProxyConfig(paths)
      keepConfig(paths, config)
    } catch (error) {
      log.warn('The configuration cannot be read; the one before stays.', {why: (error as Error).message})
    }
  }
  const timer = setInterval(() => void look(), LOOK).unref()
  return {get: () => config, stop: () => clearInterval(timer)}
}
