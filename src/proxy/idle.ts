/** Watches for nobody being there. */
export interface Idle {
  /** Somebody came or went: the time begins anew. */
  look(): void
  stop(): void
}

/** `leave` is called when `isBusy` still says no after `limit` milliseconds without a look. */
export function makeIdle(limit: number, isBusy: () => boolean, leave: () => void): Idle {
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => (isBusy() ? look() : leave()), limit)
  }
  return {look, stop: () => clearTimeout(timer)}
}
