import {mkdir} from 'node:fs/promises'
import {dirname} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {CcsError, EXIT, isCcsError} from '../errors/ccs-error.js'
import {unsaved} from '../errors/why-not-saved.js'
import {realPath} from './real-path.js'
import {watchLock} from './stale-lock.js'

/**
 * Runs `work` while no other process holds the lock of `file` (its real path; the file itself need not exist).
 * A lock left behind by a killed process is taken over after five seconds: it is an empty folder, so that every program
 * with such locks can take it away, and does not say who holds it; a process number would mean nothing in another
 * container that shares the home. One that is held for the whole `patience` (milliseconds) is named.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 30_000): Promise<T> {
  const target = await realPath(file)
  const release = await mkdir(dirname(target), {recursive: true, mode: 0o700})
    .then(() => acquire(target, patience))
    .catch((error) => {
      throw isCcsError(error) ? error : unsaved(error, file)
    })
  try {
    return await work()
  } finally {
    await release().catch(ignoreLostLock)
  }
}

async function acquire(target: string, patience: number): Promise<() => Promise<void>> {
  const {default: lockfile} = await import('proper-lockfile')
  const lock = lockOf(target)
  const isGone = watchLock(lock, async (work) => {
    const release = await lockfile.lock(lock, BRIEF).catch(() => undefined)
    if (release === undefined) return
    try {
      await work()
    } finally {
      await release().catch(ignoreLostLock)
    }
  })
  const end = performance.now() + patience
  for (;;) {
    try {
      return await lockfile.lock(target, OWN)
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException
      if (isFinal(code)) throw error
      if (performance.now() > end) throw code === 'ELOCKED' ? held(target, lock) : error
      if (!(await isGone())) await sleep(20 + Math.random() * 60)
    }
  }
}

const BRIEF = {
  realpath: false,
  stale: 5000,
  update: 1000,
  // The default throws out of a timer and ends the process. What was done meanwhile is whole: writes are atomic.
  onCompromised: () => undefined,
}

/** What is stale is decided here: two that find the same stale lock must not both take it over. */
const OWN = {...BRIEF, stale: Number.POSITIVE_INFINITY}

/** Where the lock of a file stands: a folder beside it. */
function lockOf(target: string): string {
  return `${target}.lock`
}

/** No waiting helps. On Windows the same codes tell of a file that somebody has open for a moment. */
function isFinal(code = ''): boolean {
  return process.platform !== 'win32' && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(code)
}

function held(file: string, lock: string): CcsError {
  return new CcsError(`${file} could not be written: ${lock} says that another process is writing it.`, {
    code: 'file_locked',
    exit: EXIT.failed,
    hint: 'Nothing was changed. Try again when that process is done; when there is none, take the lock away.',
    command: `rm -r ${lock}`,
  })
}

/** A lock that was taken over has nothing left to release. */
function ignoreLostLock(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERELEASED' && error.code !== 'ENOTACQUIRED') throw error
}
