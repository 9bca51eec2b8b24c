import {delimiter} from 'node:path'
import type {HostContext} from '../../host/host-context.js'
import {findBinary} from '../../launch/locate.js'
import {listContributions, loadRuntime} from '../../registry/contributions.js'
import {type Check, type Finding, ok} from '../check.js'
import {versionOf} from '../version-of.js'

/** Not installed is no fault as long as one is: nobody needs them all. */
export const runtimes: Check = {
  name: 'runtimes',
  async run({host}) {
    const ids = (await listContributions(host)).filter(({kind}) => kind === 'runtime').map(({id}) => id)
    const found = (await Promise.all(ids.map((id) => checkRuntime(id, host)))).flat()
    if (found.some(({code}) => code !== 'runtime_missing')) return found
    const message = 'No coding CLI is installed: Claude Code, Codex or Droid.'
    return [
      ...found,
      {code: 'no_runtime', status: 'fail', message, command: 'npm install -g @anthropic-ai/claude-code'},
    ]
  },
}

async function checkRuntime(id: string, host: HostContext): Promise<readonly Finding[]> {
  const runtime = await loadRuntime(id, host).catch(() => undefined)
  if (runtime === undefined) return []
  const location = runtime.locate(host.env)
  const folders = (host.env.PATH ?? '').split(delimiter).filter(Boolean)
  const binary = host.env[location.variable] || findBinary(location, host.env, folders)
  const {title, tested} = runtime
  if (!binary)
    return [{code: 'runtime_missing', status: 'ok', message: `${title} is not installed.`, command: location.install}]
  const version = await versionOf(binary)
  if (version === undefined)
    return [{code: 'runtime_silent', status: 'warn', message: `${title} at ${binary} does not say its version.`}]
  const range = tested === undefined ? '' : ` (tested with ${tested.oldest} to ${tested.newest})`
  return [ok('runtime_found', `${title} ${version} at ${binary}${range}.`)]
}
