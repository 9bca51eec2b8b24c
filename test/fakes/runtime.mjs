#!/usr/bin/env node
// A runtime that writes down how it was started (FAKE_LOG) and then does as FAKE_DO says:
// `exit N`, `kill SIGNAL` (itself), `wait` (writes each signal down, leaves with 40 + its number), `print`, `cat` (its stdin),
// `ask MODEL` (one turn; prints the answer).
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
if (what === 'cat') process.stdin.pipe(process.stdout)
if (what === 'ask') {
  const {ANTHROPIC_BASE_URL, ANTHROPIC_AUTH_TOKEN} = env
  const reply = await fetch(`${ANTHROPIC_BASE_URL}/v1/messages`, {
    method: 'POST',
    headers: {authorization: `Bearer ${ANTHROPIC_AUTH_TOKEN}`, 'x-claude-code-session-id': `fake-${process.pid}`},
    body: JSON.stringify({model: how, max_tokens: 100, messages: [{role: 'user', content: 'hi'}]}),
  })
  const {content, error} = await reply.json()
  process.stdout.write(`${reply.status} ${content?.[0].text ?? error.message}\n`)
}
