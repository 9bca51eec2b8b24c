import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {throughShim} from '../launch/windows-shim.js'

/** Milliseconds that a binary has to say it. */
const LIMIT = 10_000

/** The version that a binary prints for `--version`; `undefined` when it says none. */
export async function versionOf(binary: string): Promise<string | undefined> {
  const {command, args} = throughShim(binary, ['--version'])
  const answer = await promisify(execFile)(command, [...args], {timeout: LIMIT}).catch(() => undefined)
  return /\d+\.\d+\.\d+[\w.-]*/.exec(answer?.stdout ?? '')?.[0]
}
