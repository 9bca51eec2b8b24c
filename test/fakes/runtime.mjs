#!/usr/bin/env node
// A runtime that writes down how it was started (FAKE_LOG) and then does as FAKE_DO says:
// `exit N`, `kill SIGNAL` (itself), `wait` (writes each signal down, leaves with 40 + its number), `print`.
import {appendFileSync} from 'node:fs'
import {constants} from 'node:os'

const {FAKE_LOG, FAKE_DO = 'exit 0', ...env} = process.env
const write = (entry) => FAKE_LOG && appendFileSync(FAKE_LOG, `${JSON.stringify(entry)}\n`)
const [what, how] = FAKE_DO.split(' ')

if (what === 'wait') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGWINCH']) {
    process.on(signal, () => {
      write({signal})
      if (signal !== 'SIGWINCH') process.exit(40 + constants.signals[signal])
    })
  }
  setInterval(() => undefined, 1000)
}
write({argv: process.argv.slice(2), env, cwd: process.cwd(), pid: process.pid})
if (what === 'exit') process.exitCode = Number(how)
if (what === 'kill') process.kill(process.pid, how)
if (what === 'print') process.stdout.write(`${how}\n`)
