import type {DashboardEvent} from '../contract/index.js'

export type ChangeType = DashboardEvent['type']

/** Who wants to know that something changed. */
export interface Changes {
  tell(type: ChangeType): void
  listen(listener: (event: DashboardEvent) => void): () => void
}

/** Milliseconds in which further changes of one kind count as one. */
const QUIET = 250

/** The first change of a kind is told at once; those that follow closely are told together, once it is quiet. */
export function makeChanges(): Changes {
  const listeners = new Set<(event: DashboardEvent) => void>()
  const resting = new Map<ChangeType, boolean>()

  const send = (type: ChangeType): void => {
    for (const listener of listeners) listener({type, data: {}})
    resting.set(type, false)
    setTimeout(() => {
      const again = resting.get(type) === true
      resting.delete(type)
      if (again) send(type)
    }, QUIET).unref()
  }
  return {
    tell(type) {
      if (resting.has(type)) resting.set(type, true)
      else send(type)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
