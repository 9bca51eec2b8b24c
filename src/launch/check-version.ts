import type {Environment, RuntimePlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {probeOf} from './probe.js'

export type Versioned = Pick<RuntimePlugin, 'title' | 'needs'> & {readonly install: string}

/**
 * Refuses a binary that cannot be started the way ccs does it, before it fails in words of its own. Asked of each binary
 * once; one that does not say its version is let through.
 */
export async function checkVersion(
  {title, needs, install}: Versioned,
  binary: string,
  place: {readonly env: Environment; readonly folder: string},
): Promise<void> {
  if (needs === undefined) return
  const said = await probeOf(binary, {args: ['--version']}, place).output()
  const version = /\d+(?:\.\d+)+/.exec(said ?? '')?.[0]
  if (version === undefined || !isOlder(version, needs)) return
  throw new CcsError(`${title} ${version} at ${binary} is too old: ccs needs ${needs} or newer.`, {
    code: 'runtime_too_old',
    exit: EXIT.notInstalled,
    hint: 'Update it:',
    command: install,
  })
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', {numeric: true}) < 0
}
