import {pathsOf} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {ALIASES, DEFAULT_PROFILE} from './aliases.js'
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
  const alias = ALIASES[called]
  if (alias === undefined) return argv
  const [first] = argv
  const named = alias.takesProfile && first !== undefined && (await profileNames(env, pathsOf(env))).includes(first)
  const [profile, rest] = named ? [first, argv.slice(1)] : [DEFAULT_PROFILE, argv]
  return [profile, `--target=${alias.target}`, ...rest]
}
