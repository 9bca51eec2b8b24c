import type {HostContext} from '../host/host-context.js'
import {type LivingProxy, type RunOptions, runProxy} from './run-proxy.js'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * The proxy as a process: a signal makes it leave in good order. One that comes while it begins counts as soon as it
 * can leave: whoever waits for its state file may send it at once.
 */
export async function runUntilSignal(host: HostContext, options: RunOptions): Promise<LivingProxy> {
  const signalled = new AbortController()
  const abort = (): void => signalled.abort()
  for (const signal of SIGNALS) process.on(signal, abort)
  try {
    const proxy = await runProxy(host, options)
    if (signalled.signal.aborted) proxy.close()
    else signalled.signal.addEventListener('abort', proxy.close)
    return proxy
  } catch (error) {
    for (const signal of SIGNALS) process.off(signal, abort)
    throw error
  }
}
