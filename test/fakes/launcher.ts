// Runs one plan as ccs does, so that tests can send signals to the process that started it.
import {launch} from '../../src/launch/launch.js'

const [command = '', folder = '', ...args] = process.argv.slice(2)
const warn = (line: string) => void process.stderr.write(`${line}\n`)
process.exitCode = await launch(
  {command, args, env: {FAKE_ADDED: 'yes', FAKE_TAKEN: undefined}, edits: [], notes: ['a note']},
  {env: process.env, cwd: process.cwd(), folder, warn, note: warn},
)
