import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {type Profile, resolveProfile} from '../profiles/profile.js'
import {listContributions} from '../registry/contributions.js'

/** By its name; rejects with the near ones. */
export async function findProfile(name: string, host: HostContext): Promise<Profile> {
  const contributions = await listContributions(host)
  const providers = contributions.filter(({kind}) => kind === 'provider').map(({id}) => id)
  const found = await resolveProfile(name, {paths: host.paths, providers})
  if (found !== undefined) return found
  throw await unknown(name, host)
}

async function unknown(name: string, {env, paths}: HostContext): Promise<CcsError> {
  const [{suggest}, {profileNames}] = await Promise.all([import('../models/suggest.js'), import('./profile-names.js')])
  const near = suggest(name, await profileNames(env, paths))
  return new CcsError(`There is no profile "${name}".`, {
    code: 'unknown_profile',
    exit: EXIT.usage,
    ...(near.length > 0 && {hint: `Did you mean ${near.join(' or ')}?`}),
    command: 'ccs cliproxy list',
  })
}
