import type {Clock} from '../contract/index.js'

interface Holding {
  /** Milliseconds that the head is held back, so that a failure can still be told by its status. */
  readonly silence: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Whether it has opened in that time. Rejects as the opening does. */
export async function within(opening: Promise<unknown>, {silence, clock, signal}: Holding): Promise<boolean> {
  const done = new AbortController()
  const late = clock.wait(silence, AbortSignal.any([signal, done.signal])).then(
    () => false,
    () => opening.then(() => true),
  )
  try {
    return await Promise.race([opening.then(() => true), late])
  } finally {
    done.abort()
  }
}
