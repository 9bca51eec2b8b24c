/**
 * Whether it has opened in so many milliseconds: that long the head is held back, so that a failure can still be told by
 * its status. Rejects as the opening does.
 */
export function within(opening: Promise<unknown>, silence: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, silence, false)
    const settle = (): void => {
      clearTimeout(timer)
      resolve(true)
    }
    opening.then(settle, (error: unknown) => {
      clearTimeout(timer)
      reject(error)
    })
  })
}
