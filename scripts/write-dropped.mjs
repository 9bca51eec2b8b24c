// Writes docs/dropped.md from the tables that the readers of requests use themselves; `--print` only prints it.
import {existsSync, writeFileSync} from 'node:fs'

/** Dialects of clients, in the order of the page, each with the folder of its table under src/protocols. */
const DIALECTS = [
  {
    folder: 'anthropic-messages',
    title: 'Messages',
    says: 'What Claude Code speaks, at `/v1/messages`. A request is read into a turn and written anew for the upstream.',
  },
  {
    folder: 'openai-chat',
    title: 'Chat Completions',
    says: 'At `/v1/chat/completions`. A request is read into a turn and written anew for the upstream.',
  },
  {
    folder: 'openai-responses/relay',
    title: 'Responses',
    says: 'What Codex and Droid speak, at `/v1/responses`. A request goes on as it came, without what is refused.',
  },
  {
    folder: 'openai-responses/client',
    title: 'Responses, for a provider of another dialect',
    says: 'At `/v1/responses` too. A request is read into a turn and written anew for the upstream.',
  },
]

const INTRODUCTION = `# What does not reach the upstream

ccs carries everything that a request says if the upstream has a place for it. What it has no place for never makes a
request fail: it is left out, for the reason below. \`*\` stands for any name that has no row of its own. What was left out is
named once a session in \`ccs cliproxy logs\`, by the names of the first column, and counted by \`ccs doctor\`.

This page is written by \`node scripts/write-dropped.mjs\` from the tables in the code; a test holds both equal.
`

const sections = await Promise.all(DIALECTS.map(section))
const page = [INTRODUCTION, ...sections.filter((one) => one !== undefined)].join('\n')
if (process.argv.includes('--print')) process.stdout.write(page)
else writeFileSync(new URL('../docs/dropped.md', import.meta.url), page)

async function section({folder, title, says}) {
  const file = new URL(`../dist/protocols/${folder}/dropped.js`, import.meta.url)
  if (!existsSync(file)) return undefined
  const {DROPPED} = await import(file.href)
  const rows = Object.entries(DROPPED).map(([name, reason]) => `| \`${cell(name)}\` | ${cell(reason)} |`)
  return [`## ${title}`, '', says, '', '| what | why |', '|---|---|', ...rows, ''].join('\n')
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}
