import {mkdir} from 'node:fs/promises'
import {dirname} from 'node:path'

/** A holder that stopped refreshing its lock for this long is taken for dead. Milliseconds. */
const STALE = 5000

/**
 * Runs `work` while no other process holds the lock of `file` (its real path; the file itself need not exist).
 * A lock left behind by a killed process is taken over after five seconds.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 30_000): Promise<T> {
  const {default: lockfile} = await import('proper-lockfile')
  const target = await realPath(file)
  await mkdir(dirname(target), {recursive: true, mode: 0o700})
  const release = await lockfile.lock(target, {
    realpath: false,
    stale: STALE,
    update: 1000,
    // The default throws out of a timer and ends the process. What was done meanwhile is whole: writes are atomic.
    onCompromised: () => undefined,
    retries: {retries: Math.ceil(patience / 50), factor: 1, minTimeout: 20, maxTimeout: 80, randomize: true},
  })
  try {
    return await work()
  } finally {
    await release().catch(ignoreLostLock)
  }
}

/** A lock that was taken over has nothing left to release. */
function ignoreLostLock(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERELEASED' && error.code !== 'ENOTACQUIRED') throw error
}

/** The file behind symlinks, so that two names of one file share one lock. */
async function realPath(file: string): Promise<string> {
  const {realpath} = await import('node:fs/promises')
  return realpath(file).catch(() => file)
}
