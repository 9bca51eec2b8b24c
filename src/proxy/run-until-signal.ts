import {setFlagsFromString} from 'node:v8'
import type {HostContext} from '../host/host-context.js'
import {type LivingProxy, type RunOptions, runProxy} from './run-proxy.js'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * V8 is tuned for programs that calculate. A proxy calls some hundred small functions once for each request: in Node 20
 * thousands of requests would pass before they are compiled (later versions have a second, quicker compiler, and do not know
 * that flag). And it holds large requests for a moment: their garbage would be kept until there is twice as much of it.
 */
function tuneEngine(): void {
  setFlagsFromString('--heap-growing-percent=40')
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=2000')
}

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
    tuneEngine()
    if (signalled.signal.aborted) proxy.close()
    else signalled.signal.addEventListener('abort', proxy.close)
    return proxy
  } catch (error) {
    for (const signal of SIGNALS) process.off(signal, abort)
    throw error
  }
}
