import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Environment, FileEdit, Plan} from '../contract/index.js'
import {spawnRuntime} from './spawn.js'

export interface LaunchContext {
  readonly env: Environment
  readonly cwd: string
  /** `<root>/runtimes/<id>`. */
  readonly folder: string
  readonly warn: (line: string) => void
  /** Told of the plan's notes before the start; where a screen would wipe them, they are kept for after it. */
  readonly note: (line: string) => void
  /** Called once the runtime runs. */
  readonly started?: () => void
}

/** Edits, start, exit code, undo. What cannot be undone is said and does not change the exit code. */
export async function launch(
  plan: Plan,
  {env, cwd, folder, warn, note: tell, started}: LaunchContext,
): Promise<number> {
  const remove = await place(plan, folder)
  const undo = await edit(plan, join(folder, 'edits.json'), tell).catch(async (error) => {
    await remove()
    throw error
  })
  try {
    for (const note of plan.notes) tell(note)
    return await spawnRuntime(plan, {parent: env, cwd, started})
  } finally {
    await remove().catch((error: Error) => warn(error.message))
    await undo().catch((error: Error) => warn(error.message))
  }
}

async function place({files = []}: Plan, folder: string): Promise<() => Promise<void>> {
  if (files.length === 0) return async () => undefined
  const {writeOwnFiles} = await import('./own-files.js')
  return writeOwnFiles(files, folder)
}

/** Also takes out what a start that was killed has left behind. */
async function edit({edits}: Plan, journal: string, tell: LaunchContext['note']): Promise<() => Promise<void>> {
  if (edits.length === 0 && !existsSync(journal)) return async () => undefined
  const {applyEdits} = await import('./edits/apply-edits.js')
  for (const {otherwise, ...one} of edits.filter(mayFail))
    await applyEdits([one], journal).catch((error: Error) => tell(`${error.message} ${otherwise}`))
  return applyEdits(
    edits.filter((one) => !mayFail(one)),
    journal,
  )
}

function mayFail({afterwards, otherwise}: FileEdit): boolean {
  return afterwards === 'keep' && otherwise !== undefined
}
