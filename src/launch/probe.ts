import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {statSync} from 'node:fs'
import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Environment, Probe, RuntimePlugin} from '../contract/index.js'
import {readLeniently} from '../files/read-json.js'
import {writeAtomic} from '../files/write-atomic.js'
import {outsideSessions} from './outer-session.js'
import {throughShim} from './windows-shim.js'

/** Milliseconds that a binary has to answer. */
const LIMIT = 10_000
/** Bytes that are taken of an answer. */
const LONGEST = 16 * 1024 * 1024
/** Milliseconds for which a binary that did not answer is not asked again: what was in its way may have passed. */
const SILENCE = 24 * 3600 * 1000

/**
 * What a binary says about itself, asked once: its path, size and time of change name the answer. That it does not answer
 * is kept too, as an empty one, so that it does not hold up every start.
 */
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
      const kept = await readKept(file)
      if (kept !== undefined) return kept || undefined
      const output = await ask(binary, asked.args, {...outsideSessions(env), HOME: folder, ...asked.env})
      await writeAtomic(file, output)
      return output || undefined
    },
  }
}

async function readKept(file: string): Promise<string | undefined> {
  const text = await readLeniently(file)
  if (text !== '') return text
  const found = await stat(file).catch(() => undefined)
  return Date.now() - (found?.mtimeMs ?? 0) < SILENCE ? text : undefined
}

/** In a home of its own: a question leaves nothing in the user's. What is piped into ccs is for the session. */
async function ask(binary: string, words: readonly string[], env: Environment): Promise<string> {
  const {command, args} = throughShim(binary, words)
  const options = {env: {...env}, timeout: LIMIT, maxBuffer: LONGEST}
  const asked = promisify(execFile)(command, [...args], options)
  asked.child.stdin?.end()
  const answer = await asked.catch(() => undefined)
  return answer?.stdout ?? ''
}
