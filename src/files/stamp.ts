import {type Stats, statSync} from 'node:fs'

/** Change time, size and inode: a rename over the file and a write into it both show. Empty for a missing file. */
export function stampOf(found: Stats | undefined): string {
  return found === undefined ? '' : `${found.mtimeMs}:${found.size}:${found.ino}`
}

/** Synchronous on purpose: it costs less than one trip through the thread pool. */
export function stampOfFile(file: string): string {
  return stampOf(statSync(file, {throwIfNoEntry: false}))
}
