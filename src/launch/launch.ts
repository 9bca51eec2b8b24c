import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Environment, Plan} from '../contract/index.js'
import {spawnRuntime} from './spawn.js'

export interface LaunchContext {
  readonly env: Environment
  readonly cwd: string
  /** `<root>/runtimes/<id>`. */
  readonly folder: string
  readonly warn: (line: string) => void
}

/** Edits, start, exit code, undo. What cannot be undone is said and does not change the exit code. */
export async function launch(plan: Plan, {env, cwd, folder, warn}: LaunchContext): Promise<number> {
  const undo = await edit(plan, join(folder, 'edits.json'))
  try {
    for (const note of plan.notes) warn(note)
    return await spawnRuntime(plan, env, cwd)
  } finally {
    await undo().catch((error: Error) => warn(error.message))
  }
}

/** Also takes out what a start that was killed has left behind. */
async function edit({edits}: Plan, journal: string): Promise<() => Promise<void>> {
  if (edits.length === 0 && !existsSync(journal)) return async () => undefined
  const {applyEdits} = await import('./edits/apply-edits.js')
  return applyEdits(edits, journal)
}
