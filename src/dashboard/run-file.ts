import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {unlink} from 'node:fs/promises'
import type {Paths} from '../config/paths.js'
import {writeAtomic} from '../files/write-atomic.js'

/** The dashboard that runs, for the next `ccs config`. Readable by its owner only: the key opens the dashboard. */
export interface RunFile {
  readonly pid: number
  readonly port: number
  /** Where a new link is asked for. */
  readonly linkPort: number
  readonly key: string
}

type RunPaths = Pick<Paths, 'dashboard'>

export function makeRunKey(): string {
  return randomBytes(32).toString('base64url')
}

export function readRunFile({dashboard}: RunPaths): RunFile | undefined {
  try {
    const found = JSON.parse(readFileSync(dashboard, 'utf8')) as Partial<RunFile> | null
    const isWhole = typeof found?.linkPort === 'number' && typeof found.key === 'string' && found.key.length > 20
    return isWhole ? (found as RunFile) : undefined
  } catch {
    return undefined
  }
}

export async function writeRunFile({dashboard}: RunPaths, file: RunFile): Promise<void> {
  // An old file may have another mode, which would be kept.
  await unlink(dashboard).catch(() => undefined)
  await writeAtomic(dashboard, `${JSON.stringify(file, null, 2)}\n`)
}

/** Only its own: another one may have begun meanwhile. */
export async function removeRunFile(paths: RunPaths, {key}: Pick<RunFile, 'key'>): Promise<void> {
  if (readRunFile(paths)?.key === key) await unlink(paths.dashboard).catch(() => undefined)
}
