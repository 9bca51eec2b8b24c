import type {Clock} from '../contract/index.js'

interface Holding {
  /** Milliseconds that the head is held back, so that a failure can still be told by its status. */
  readonly silence: number
  readonly clock: Clock
}

/** Whether it has opened in that time. Rejects as the opening does. */
export async function within(opening: Promise<unknown>, {silence, clock}: Holding): Promise<boolean> {
  const over = new AbortController()
  const inTime = opening.then(() => true)
  const tooLate = clock.wait(silence, over.signal).then(
    () => false,
    () => inTime,
  )
  try {
    return await Promise.race([inTime, tooLate])
  } finally {
    // An abort without a reason makes an error with its stack, for every request.
    over.abort('opened')
  }
}
