import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Paths} from '../config/paths.js'
import {stampOfFile} from '../files/stamp.js'
import {writeAtomic} from '../files/write-atomic.js'

/** A start hook that failed when it last ran. */
export interface HookFault {
  readonly plugin: string
  /** oclif's: `init`, `prerun`, … */
  readonly event: string
  readonly reason: string
  /** The plugin's `package.json` as it was then: another one may have mended it. */
  readonly file: string
  readonly stamp: string
}

/** What is known of start hooks without running them: those of plugins that have not changed since. */
export function readHookFaults(paths: Pick<Paths, 'cache'>): readonly HookFault[] {
  try {
    const faults = JSON.parse(readFileSync(fileIn(paths), 'utf8')) as readonly HookFault[]
    return faults.filter(({file, stamp}) => stampOfFile(file) === stamp)
  } catch {
    return []
  }
}

/** Remembers how the hooks of one event went. What cannot be kept is only not told later. */
export async function keepHookFaults(
  paths: Pick<Paths, 'cache'>,
  event: string,
  faults: readonly HookFault[],
): Promise<void> {
  const known = readHookFaults(paths)
  const next = [...known.filter((one) => one.event !== event), ...faults]
  if (JSON.stringify(next) === JSON.stringify(known)) return
  await writeAtomic(fileIn(paths), `${JSON.stringify(next, null, 1)}\n`).catch(() => undefined)
}

function fileIn({cache}: Pick<Paths, 'cache'>): string {
  return join(cache, 'hook-faults.json')
}
