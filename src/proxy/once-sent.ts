import type {Log} from '../contract/index.js'

/** Does what no client waits for, once what was written has left. */
export function onceSent(work: () => void, log: Log): void {
  setImmediate(() => {
    try {
      work()
    } catch (error) {
      log.warn('What an answer told could not be kept.', {why: (error as Error).message})
    }
  })
}
