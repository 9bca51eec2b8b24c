// Writes docs/errors.md from the tables that decide over failures; `--print` only prints it.
import {writeFileSync} from 'node:fs'

const load = (file) => import(new URL(`../dist/${file}`, import.meta.url).href)
const [{FAULT_MEANINGS}, {FATES}, {ANSWERS}, {FAULT_ANSWERS}, {SAYINGS}, {EXIT}] = await Promise.all([
  load('errors/fault-meanings.js'),
  load('proxy/fates.js'),
  load('protocols/anthropic-messages/write-error.js'),
  load('protocols/openai/fault-answers.js'),
  load('protocols/openai-responses/fault-table.js'),
  load('errors/ccs-error.js'),
])

/** What the proxy does, in words. */
const DOES = {
  tell: () => 'tells the client',
  repair: ({repair}) =>
    `asks once more, ${{'without-replay': 'without sealed reasoning', 'without-format': 'without the schema', nudge: 'with a word that the answer was empty'}[repair]}`,
  'leave-out': () => 'asks once more, without the tool',
  again: () => 'asks the same account once more within a second, then the next one',
  rest: () => 'asks one other account, then nobody for a moment',
  next: () => 'asks the next account',
  renew: () => 'renews the token once, then the next account',
  'fall-back': () => 'asks the next account, and if none may use it this one with the model of its plan',
  cool: ({milliseconds}) =>
    `cools the account until its reset (${minutes(milliseconds)} when none is told), asks the next`,
  retire: () => 'lets the account rest until it signs in again, asks the next',
  blocked: () => 'tells the client; no other account is tried',
}

const EXITS = {
  usage: 'bad usage or configuration',
  failed: 'failed; the message says why',
  signIn: 'sign-in needed or refused',
  nothingCanServe: 'no account can serve',
  upstream: 'upstream or network',
  notInstalled: 'the runtime is not installed',
}

const page = `# Errors

## Failures of a request

One table in the code says what a failure is (\`src/protocols/*/fault-table.ts\`), one what becomes of it (\`src/proxy/fates.ts\`),
one for each dialect what its client is told. Nothing of an upstream leaves as 401 or 403: clients would take their own login for
broken. 401 is only said for a wrong key of the proxy itself. \`--verbose\`, the log and the journal name failures by these kinds.

| kind | blame | means | the proxy | Messages | OpenAI dialects |
|---|---|---|---|---|---|
${Object.keys(FAULT_MEANINGS).map(row).join('\n')}

A limit is told as 429 with \`retry-after\`, and with \`x-should-retry: false\` when the wait is longer than a minute.
Its type is the code in the Responses dialect, \`rate_limit_error\` in Chat Completions. The
OpenAI dialects repeat which field the upstream finds fault with, and its own code where a client knows more from it: for
${Object.entries(FAULT_ANSWERS)
  .filter(([, {theirs}]) => theirs !== undefined)
  .map(([kind]) => `\`${kind}\``)
  .join(' and ')}.

## Exit codes

| code | means |
|---|---|
| 0 | done |
${Object.entries(EXIT)
  .sort(([, a], [, b]) => a - b)
  .map(([name, code]) => `| ${code} | ${EXITS[name]} |`)
  .join('\n')}
| other | the runtime's own; 128 + signal when it was killed |

With \`--json\` a command that fails prints \`{"error": {"code", "message", "hint"?, "command"?}}\` on stdout and leaves with the same
code.

This page is written by \`node scripts/write-errors.mjs\` from the tables in the code; a test holds both equal.
`

if (process.argv.includes('--print')) process.stdout.write(page)
else writeFileSync(new URL('../docs/errors.md', import.meta.url), page)

function row(kind) {
  const blame = SAYINGS[kind]?.blame ?? {'client-gone': 'client', 'unknown-model': 'request'}[kind] ?? blameOfOwn(kind)
  const fate = FATES[kind]
  const {status, type} = ANSWERS[kind]
  const openai = FAULT_ANSWERS[kind]
  const cells = [
    `\`${kind}\``,
    blame,
    FAULT_MEANINGS[kind],
    DOES[fate.does](fate),
    `${status} \`${type}\``,
    `${openai.status} \`${openai.code}\``,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Kinds that no upstream says. */
function blameOfOwn(kind) {
  return kind === 'no-account' || kind === 'all-spent' ? 'account' : 'upstream'
}

function minutes(milliseconds) {
  const all = milliseconds / 60_000
  return all < 60 ? `${all} minutes` : `${all / 60} ${all === 60 ? 'hour' : 'hours'}`
}
