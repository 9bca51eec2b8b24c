// A start in a process of its own: applies the edits given as JSON, says so, and undoes them when its input ends.
import type {FileEdit} from '../../../src/contract/index.js'
import {applyEdits} from '../../../src/launch/edits/apply-edits.js'

const [journal = '', edits = '[]', rounds = '1'] = process.argv.slice(2)
for (let round = 0; round < Number(rounds); round += 1) {
  const undo = await applyEdits(JSON.parse(edits) as FileEdit[], journal)
  process.stdout.write('applied\n')
  if (rounds === '1') for await (const _ of process.stdin);
  await undo()
}
