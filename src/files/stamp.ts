import {type Stats, statSync} from 'node:fs'

/** Change time, size and inode: a rename over the file and a write into it both show. Empty for a missing file. */
export function stampOf(found: Stats | undefined): string {
  return found === undefined ? '' : `${found.mtimeMs}:${found.size}:${found.ino}`
}

/** Synchronous on purpose: it costs less than one trip through the thread pool. */
export function stampOfFile(file: string): string {
  const known = seen?.get(file)
  if (known !== undefined) return known
  const stamp = stampOf(statOf(file))
  seen?.set(file, stamp)
  return stamp
}

/** What lies under a file is missing too. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, {throwIfNoEntry: false})
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}

let seen: Map<string, string> | undefined

/** Until the promises of this turn are through, no file is looked at twice: a request asks often for the same few. */
export function lookOnce(): void {
  if (seen !== undefined) return
  seen = new Map()
  process.nextTick(() => {
    seen = undefined
  })
}
