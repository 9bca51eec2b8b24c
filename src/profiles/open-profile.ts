import type {ProviderPlugin, Slot} from '../contract/index.js'
import type {Profile} from './profile.js'
import {ensureSettings} from './settings.js'
import {foreignEnv, slotsOf} from './slots.js'

export interface OpenProfile {
  readonly slots: Readonly<Record<Slot, string>>
  /** Variables of the settings file that are the user's own. */
  readonly settingsEnv: Readonly<Record<string, string>>
}

/** What a profile's settings file says; written with the defaults when there is none. */
export async function openProfile(
  profile: Pick<Profile, 'settingsFile' | 'model'>,
  provider: Pick<ProviderPlugin, 'slots'>,
): Promise<OpenProfile> {
  const chosen = profile.model === undefined ? {} : {default: profile.model}
  const {env} = await ensureSettings(profile.settingsFile, provider, chosen)
  return {slots: slotsOf(env, provider), settingsEnv: foreignEnv(env)}
}
