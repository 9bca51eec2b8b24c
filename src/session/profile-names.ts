import type {Paths} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {readVariants} from '../profiles/variants.js'
import {readHookIndex} from '../registry/hook-index.js'

/** Every word that may follow `ccs` and starts a session: providers first, then variants that no command hides. */
export async function profileNames(env: Environment, paths: Paths): Promise<readonly string[]> {
  const {contributions, words} = readHookIndex(env, paths)
  const providers = contributions.filter(({kind}) => kind === 'provider').map(({id}) => id)
  const {variants} = await readVariants(paths).catch(() => ({variants: []}))
  const names = [...providers, ...variants.map(({name}) => name)]
  return [...new Set(names)].filter((name) => !words.includes(name))
}
