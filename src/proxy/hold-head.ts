import type {Clock} from '../contract/index.js'

/** Milliseconds that the head is held back so that a failure can still be told by its status. */
const HOLD = 10_000

/** Whether it has opened in that time. Rejects as the opening does. */
export async function within(opening: Promise<unknown>, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const done = new AbortController()
  const late = clock.wait(HOLD, AbortSignal.any([signal, done.signal])).then(
    () => false,
    () => opening.then(() => true),
  )
  try {
    return await Promise.race([opening.then(() => true), late])
  } finally {
    done.abort()
  }
}
