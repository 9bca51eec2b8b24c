import type {ProviderPlugin, Slot} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {stampOfFile} from '../files/stamp.js'
import type {HostContext} from '../host/host-context.js'
import {openProfile} from '../profiles/open-profile.js'
import {type Profile, resolveProfile} from '../profiles/profile.js'
import {readHookIndex} from '../registry/hook-index.js'

export interface ServedProfile extends Profile {
  readonly slots: Readonly<Record<Slot, string>>
}

/** A profile as its files say now; unchanged files are not read again. */
export interface ProfileReader {
  read(name: string, provider: (id: string) => Promise<Pick<ProviderPlugin, 'slots'>>): Promise<ServedProfile>
}

interface Held {
  readonly stamp: string
  readonly profile: ServedProfile
}

export function openProfileReader({paths, env}: Pick<HostContext, 'paths' | 'env'>): ProfileReader {
  const held = new Map<string, Held>()
  const stampFor = (settingsFile: string) => [paths.config, paths.oldConfig, settingsFile].map(stampOfFile).join(' ')
  return {
    async read(name, provider) {
      const known = held.get(name)
      if (known !== undefined && known.stamp === stampFor(known.profile.settingsFile)) return known.profile
      const {contributions} = readHookIndex(env, paths)
      const providers = contributions.filter(({kind}) => kind === 'provider').map(({id}) => id)
      const found = await resolveProfile(name, {paths, providers})
      if (found === undefined) throw unknown(name)
      const {slots} = await openProfile(found, await provider(found.provider))
      const profile = {...found, slots}
      held.set(name, {stamp: stampFor(found.settingsFile), profile})
      return profile
    },
  }
}

function unknown(name: string) {
  const message = `There is no profile "${name}". Run: ccs cliproxy list`
  return turnError({blame: 'request', kind: 'unknown-model', message})
}
