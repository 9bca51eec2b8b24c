import {randomBytes} from 'node:crypto'
import {readdir, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {isRunning} from './is-running.js'

/** Milliseconds after which nobody is still writing: numbers of processes are given again. */
const OLD = 60_000

/** A name beside a file, for the text that will replace it: `.<name>.<pid>.<8 hex digits>.tmp`. */
export function temporaryFor(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`)
}

/** What writers of this file that were killed left beside it. */
export async function forsakenBeside(file: string): Promise<readonly string[]> {
  const start = `.${basename(file)}.`
  const names = await readdir(dirname(file)).catch(() => [])
  const found = await Promise.all(
    names.map(async (name) => {
      const pid = name.startsWith(start) ? /^(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name.slice(start.length))?.[1] : undefined
      const path = join(dirname(file), name)
      return pid !== undefined && (!isRunning(Number(pid)) || (await isOld(path))) ? [path] : []
    }),
  )
  return found.flat()
}

async function isOld(path: string): Promise<boolean> {
  const at = (await stat(path).catch(() => undefined))?.mtimeMs
  return at !== undefined && Date.now() - at > OLD
}
