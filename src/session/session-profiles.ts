import type {Paths} from '../config/paths.js'
import {readVariants} from '../profiles/variants.js'
import type {HookIndex} from '../registry/hook-index.js'
import type {SessionProfile} from './sessions-plugin.js'

/** Providers and variants that no command hides, with a line each, for help. A broken file hides variants and stops nothing. */
export async function sessionProfiles(
  {contributions, words}: Pick<HookIndex, 'contributions' | 'words'>,
  paths: Paths,
): Promise<readonly SessionProfile[]> {
  const ids = [...new Set(contributions.filter(({kind}) => kind === 'provider').map(({id}) => id))]
  const {variants} = await readVariants(paths).catch(() => ({variants: []}))
  const profiles = [
    ...ids.map((id) => ({name: id, summary: `Start a coding CLI on your ${id} accounts`})),
    ...variants
      .filter(({name}) => !ids.includes(name))
      .map(({name, provider}) => ({name, summary: `Start a coding CLI with the variant ${name} of ${provider}`})),
  ]
  return profiles.filter(({name}) => !words.includes(name))
}
