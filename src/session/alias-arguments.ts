import {pathsOf} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {ALIASES, type Alias, DEFAULT_PROFILE} from './aliases.js'
import {profileNames} from './profile-names.js'

/**
 * What was typed, as if it had been typed after `ccs`: an alias stands for a runtime, and its first word names a profile
 * where it can; any other first word begins the prompt on the default profile.
 */
export async function aliasArguments(
  called: string,
  argv: readonly string[],
  env: Environment,
): Promise<readonly string[]> {
  const alias = ALIASES[called] ?? (await furtherAlias(called, env))
  if (alias === undefined) return argv
  const [first] = argv
  const named = alias.takesProfile && first !== undefined && (await profileNames(env, pathsOf(env))).includes(first)
  const [profile, rest] = named ? [first, argv.slice(1)] : [DEFAULT_PROFILE, argv]
  return [profile, `--target=${alias.target}`, ...rest]
}

/** `aliases` in `config.yaml` names what further links to ccs start. Not asked where ccs has its own name. */
async function furtherAlias(called: string, env: Environment): Promise<Alias | undefined> {
  if (called === 'ccs') return undefined
  const {readConfig, valueAt} = await import('../config/config.js')
  const target = valueAt(await readConfig(pathsOf(env)), ['aliases', called])
  return typeof target === 'string' ? {target, takesProfile: true} : undefined
}
