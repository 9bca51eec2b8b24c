import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {statSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Environment, Probe, RuntimePlugin} from '../contract/index.js'
import {readText} from '../files/read-json.js'
import {writeAtomic} from '../files/write-atomic.js'
import {throughShim} from './windows-shim.js'

/** Milliseconds that a binary has to answer. */
const LIMIT = 10_000
/** Bytes that are taken of an answer. */
const LONGEST = 16 * 1024 * 1024

/** What a binary says about itself, asked once: its path, size and time of change name the answer. */
export function probeOf(
  binary: string,
  asked: NonNullable<RuntimePlugin['probe']>,
  {env, folder}: {readonly env: Environment; readonly folder: string},
): Probe {
  const {mtimeMs, size} = statSync(binary)
  const facts = JSON.stringify([binary, mtimeMs, size, asked.args])
  const stamp = createHash('sha256').update(facts).digest('hex').slice(0, 16)
  const file = join(folder, `probe-${stamp}.txt`)
  return {
    stamp,
    output: async () => {
      const kept = await readText(file)
      if (kept !== undefined) return kept
      const output = await ask(binary, asked.args, {...env, HOME: folder, ...asked.env})
      if (output !== undefined) await writeAtomic(file, output)
      return output
    },
  }
}

/** In a home of its own: a question leaves nothing in the user's. */
async function ask(binary: string, words: readonly string[], env: Environment): Promise<string | undefined> {
  const {command, args} = throughShim(binary, words)
  const options = {env: {...env}, timeout: LIMIT, maxBuffer: LONGEST}
  const answer = await promisify(execFile)(command, [...args], options).catch(() => undefined)
  return answer?.stdout
}
