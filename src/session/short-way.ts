import {pathsOf} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {readHookIndex} from '../registry/hook-index.js'
import {profileNames} from './profile-names.js'

/** Whether the words start a session and nothing needs oclif: no help is asked for, no plugin wants to see every start. */
export async function isShortWay(words: readonly string[], env: Environment): Promise<boolean> {
  const [name] = words
  const end = words.indexOf('--')
  if (name === undefined || words.slice(0, end === -1 ? undefined : end).includes('--help')) return false
  const paths = pathsOf(env)
  if (readHookIndex(env, paths).lifecycle.length > 0) return false
  return (await profileNames(env, paths)).includes(name)
}
