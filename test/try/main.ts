// What a person sees of ccs without an account: everything is real but OpenAI.
import {delimiter} from 'node:path'
import {fileURLToPath} from 'node:url'
import {findBinary} from '../../src/launch/locate.js'
import {CLAUDE_NEW, CLAUDE_OLD} from '../clients/client.js'
import {fetchClient} from '../clients/fetch-client.js'
import {startProcess} from '../fakes/run-process.js'
import {makeHome} from '../homes/home.js'
import {startOpenAi} from '../openai/index.js'
import {showSession} from './show-session.js'

const BIN = fileURLToPath(new URL('../../bin/ccs.js', import.meta.url))
const BROWSER = fileURLToPath(new URL('../fakes/browser.mjs', import.meta.url))

const prompt = process.argv.slice(2).join(' ') || 'explain this code'
const claude = await claudeBinary()
const openai = await startOpenAi()
const home = makeHome(openai, {CCS_CLAUDE_PATH: claude, BROWSER})
say(`OpenAI is stood in for at ${openai.url}; the home is ${home.path}`)
try {
  say(`Running: ccs codex --verbose -p "${prompt}"`)
  process.exitCode = await showSession(prompt, {bin: BIN, env: home.env, cwd: home.project})
  await startProcess(process.execPath, [BIN, 'cliproxy', 'stop'], {env: home.env}).ended
} finally {
  await openai.close()
  home.remove()
}
say('The temporary home is gone; your own was not touched.')

/** The one on PATH, else the newest of the registry, else the last that wants no newer Node. */
async function claudeBinary(): Promise<string> {
  const location = {variable: 'CCS_CLAUDE_PATH', names: ['claude'], alsoAt: [], install: ''}
  const found = findBinary(location, process.env, (process.env.PATH ?? '').split(delimiter).filter(Boolean))
  if (found !== undefined) return found
  return fetchClient(CLAUDE_NEW, say).catch((error: Error) => {
    say(error.message)
    return fetchClient(CLAUDE_OLD, say)
  })
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
