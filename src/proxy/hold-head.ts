/**
 * Whether it has opened in so many milliseconds: that long the head is held back, so that a failure can still be told by
 * its status. Rejects as the opening does.
 */
export async function within(opening: Promise<unknown>, silence: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, silence, false)
  })
  try {
    return await Promise.race([opening.then(() => true), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
