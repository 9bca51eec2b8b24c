import type {Clock} from '../contract/index.js'

export const systemClock: Clock = {
  now: Date.now,
  wait,
}

/** Rejects with the signal's own reason: the one of `node:timers/promises` makes an error with its stack each time. */
function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, {once: true})
  })
}
