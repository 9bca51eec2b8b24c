import {type Stats, statSync} from 'node:fs'

/** Change time, size and inode: a rename over the file and a write into it both show. Empty for a missing file. */
export function stampOf(found: Stats | undefined): string {
  return found === undefined ? '' : `${found.mtimeMs}:${found.size}:${found.ino}`
}

/** Synchronous on purpose: it costs less than one trip through the thread pool. */
export function stampOfFile(file: string): string {
  const known = seen?.get(file)
  if (known !== undefined) return known
  const stamp = stampOf(statSync(file, {throwIfNoEntry: false}))
  seen?.set(file, stamp)
  return stamp
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
