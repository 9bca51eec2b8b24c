import {mkdir} from 'node:fs/promises'
import {dirname} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {unsaved} from '../errors/why-not-saved.js'

/** A holder that stopped refreshing its lock for this long is taken for dead. Milliseconds. */
const STALE = 5000

/**
 * Runs `work` while no other process holds the lock of `file` (its real path; the file itself need not exist).
 * A lock left behind by a killed process is taken over after five seconds.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 30_000): Promise<T> {
  const target = await realPath(file)
  const release = await mkdir(dirname(target), {recursive: true, mode: 0o700})
    .then(() => acquire(target, patience))
    .catch((error) => {
      throw unsaved(error, file)
    })
  try {
    return await work()
  } finally {
    await release().catch(ignoreLostLock)
  }
}

async function acquire(target: string, patience: number): Promise<() => Promise<void>> {
  const {default: lockfile} = await import('proper-lockfile')
  const options = {
    realpath: false,
    stale: STALE,
    update: 1000,
    // The default throws out of a timer and ends the process. What was done meanwhile is whole: writes are atomic.
    onCompromised: () => undefined,
  }
  const end = performance.now() + patience
  for (;;) {
    try {
      return await lockfile.lock(target, options)
    } catch (error) {
      if (isFinal(error as NodeJS.ErrnoException) || performance.now() > end) throw error
      await sleep(20 + Math.random() * 60)
    }
  }
}

/** No waiting helps. On Windows the same codes tell of a file that somebody has open for a moment. */
function isFinal({code = ''}: NodeJS.ErrnoException): boolean {
  return process.platform !== 'win32' && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(code)
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
