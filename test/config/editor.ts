// One of several processes that edit a file at once: `editor.ts yaml|settings <file> <name> <count>`; 0 = until killed.
import {editYaml} from '../../src/config/edit-yaml.js'
import {editSettings} from '../../src/profiles/settings.js'

const [format, file = '', name = '', count = '0'] = process.argv.slice(2)
const limit = Number(count) || Number.POSITIVE_INFINITY
for (let turn = 1; turn <= limit; turn += 1) {
  if (format === 'yaml') await editYaml(file, (document) => document.setIn(['made', `${name}${turn}`], 'x'.repeat(200)))
  else await editSettings(file, {[`${name}${turn}`]: 'x'.repeat(200)})
  if (turn === 1) process.stdout.write('editing\n')
}
