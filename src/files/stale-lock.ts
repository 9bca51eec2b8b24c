import type {BigIntStats} from 'node:fs'
import {lstat, readdir, rmdir, unlink} from 'node:fs/promises'
import {join} from 'node:path'

/** A holder that stopped refreshing its lock for this long is taken for dead. Milliseconds. */
const STALE = 5000

/** Bytes. What lies in a lock says who holds it; what is longer is somebody's data. */
const LONGEST_NOTE = 1024n

/** What stands in the place of a lock. */
interface Found {
  /** Another one, and a refreshed one, has another. */
  readonly mark: string
  /** When it was refreshed last; milliseconds since 1970 of a clock that may have been set since. */
  readonly at: number
  /** A folder, or a file, with nothing in it but notes. */
  readonly isLock: boolean
  /** The notes in a folder. */
  readonly notes: readonly string[]
  readonly isFolder: boolean
}

/**
 * Looks at a lock that is in the way, whenever it is called, and takes it away once it is stale: its time lies five
 * seconds back, or did not change for five seconds in which it was looked at, as after a clock that was set back. `alone`
 * runs its work unless another process is taking the same lock away. Says whether the lock is gone.
 */
export function watchLock(lock: string, alone: (work: () => Promise<void>) => Promise<void>): () => Promise<boolean> {
  let mark = ''
  let since = 0
  return async () => {
    const found = await look(lock)
    if (found === undefined) return true
    if (found.mark !== mark) [mark, since] = [found.mark, performance.now()]
    const isStale = Date.now() - found.at > STALE || performance.now() - since > STALE
    if (!found.isLock || !isStale) return false
    await alone(() => takeAway(lock, mark))
    return (await look(lock)) === undefined
  }
}

/** Somebody may have taken it over between the first look and this one: theirs has another mark. */
async function takeAway(lock: string, mark: string): Promise<void> {
  const found = await look(lock)
  if (found?.mark !== mark) return
  try {
    if (!found.isFolder) return await unlink(lock)
    for (const note of found.notes) await unlink(note)
    await rmdir(lock)
  } catch {
    // What cannot be taken away stays in the way, and is named when nobody waits any longer.
  }
}

async function look(lock: string): Promise<Found | undefined> {
  const own = await lstat(lock, {bigint: true}).catch(() => undefined)
  if (own === undefined) return undefined
  const isFolder = own.isDirectory()
  const names = isFolder ? await readdir(lock).catch(() => undefined) : []
  const notes = (names ?? []).map((name) => join(lock, name))
  const inside = await Promise.all(notes.map((note) => lstat(note, {bigint: true}).catch(() => undefined)))
  const all = [own, ...inside]
  const files = isFolder ? inside : [own]
  return {
    mark: all.map((each) => `${each?.ino}:${each?.mtimeNs}`).join(' '),
    at: Math.max(...all.map((each) => Number(each?.mtimeMs ?? 0))),
    isLock: names !== undefined && files.every(isNote),
    notes,
    isFolder,
  }
}

function isNote(found: BigIntStats | undefined): boolean {
  return found?.isFile() === true && found.size <= LONGEST_NOTE
}
