/** What waits for `held` goes on when a test says so. */
export function hold(): {readonly held: Promise<void>; letGo(): void} {
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return {held, letGo: () => letGo()}
}
