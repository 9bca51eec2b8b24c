import {readFileSync} from 'node:fs'
import {unlink} from 'node:fs/promises'
import type {Paths} from '../config/paths.js'
import {writeAtomic} from '../files/write-atomic.js'

/** `cliproxy/state.json`: what the running proxy said of itself when it began to listen. Never a key. */
export interface ProxyState {
  readonly pid: number
  readonly port: number
  readonly version: string
  /** Names this process; another start, another name. */
  readonly instance: string
  readonly startedAt: string
}

type StatePaths = Pick<Paths, 'proxyState'>

/** A hint only: who answers on the port must prove that it is the one. */
export function readState({proxyState}: StatePaths): ProxyState | undefined {
  try {
    const found = JSON.parse(readFileSync(proxyState, 'utf8')) as Partial<ProxyState> | null
    return typeof found?.port === 'number' && typeof found.pid === 'number' ? (found as ProxyState) : undefined
  } catch {
    return undefined
  }
}

export async function writeState({proxyState}: StatePaths, state: ProxyState): Promise<void> {
  await writeAtomic(proxyState, `${JSON.stringify(state, null, 2)}\n`)
}

/** Only its own: another proxy may have begun meanwhile. */
export async function removeState(paths: StatePaths, instance: string): Promise<void> {
  if (readState(paths)?.instance === instance) await unlink(paths.proxyState).catch(() => undefined)
}
