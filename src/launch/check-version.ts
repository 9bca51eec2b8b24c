import type {Environment, RuntimePlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {askVersion, compareVersions} from './versions.js'

export type Versioned = Pick<RuntimePlugin, 'title' | 'needs'> & {readonly install: string}

/** Refuses a binary that cannot be started the way ccs does it, before it fails in words of its own. */
export async function checkVersion(
  {title, needs, install}: Versioned,
  binary: string,
  place: {readonly env: Environment; readonly folder: string},
): Promise<void> {
  if (needs === undefined) return
  const version = await askVersion(binary, place)
  if (version === undefined || compareVersions(version, needs) >= 0) return
  throw new CcsError(`${title} ${version} at ${binary} is too old: ccs needs ${needs} or newer.`, {
    code: 'runtime_too_old',
    exit: EXIT.notInstalled,
    hint: 'Update it:',
    command: install,
  })
}
