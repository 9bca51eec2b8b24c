import {mkdir, writeFile} from 'node:fs/promises'
import {dirname, isAbsolute, join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import type {FileEdit, Plan} from '../contract/index.js'
import {applyEdits} from '../launch/edits/apply-edits.js'
import {hold} from './check.js'
import {contentOf} from './sandbox.js'

/** Somebody's own settings, written by hand. */
const HAND_WRITTEN: Readonly<Record<FileEdit['format'], string>> = {
  json: '{\n  // mine\n  "mine": {"b": 2, "a": [1,2]}\n}\n',
  toml: '# mine\nmine = "x"   # because\n\n[table]\nb = 2\n',
}

/** Done and undone by the host itself: over no file, and over one with other things in it. */
export async function checkEdits({edits}: Plan, home: string): Promise<void> {
  const relative = edits.find(({file}) => !isAbsolute(file))
  hold(relative === undefined, `plan: edits ${relative?.file}, which is no absolute path.`)
  const passing = edits.filter(({afterwards}) => afterwards === 'remove')
  const own = passing.filter(({file}) => file.startsWith(`${home}/`))
  await roundTrip(own, home, 'that did not exist')
  for (const {file, format} of own) {
    await mkdir(dirname(file), {recursive: true})
    await writeFile(file, HAND_WRITTEN[format])
  }
  await roundTrip(own, home, "that has other entries of its user's")
}

async function roundTrip(edits: readonly FileEdit[], home: string, which: string): Promise<void> {
  const before = await contentOf(home)
  const undo = await applyEdits(edits, join(home, 'runtime', 'edits.json'))
  await undo()
  const after = Object.entries(await contentOf(home)).filter(([file]) => !file.startsWith(join(home, 'runtime')))
  const kept = Object.entries(before).filter(([file]) => !file.startsWith(join(home, 'runtime')))
  hold(isDeepStrictEqual(sorted(after), sorted(kept)), `plan: an edited file ${which} is not the same afterwards.`)
}

function sorted(entries: readonly (readonly [string, string])[]) {
  return entries.toSorted(([a], [b]) => a.localeCompare(b))
}
