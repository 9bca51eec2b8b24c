import type {Paths} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {reservedWords} from '../profiles/reserved-words.js'
import {readHookIndex} from '../registry/hook-index.js'
import type {PluginKind} from './create-plugin.js'

/** Ids that a new plugin would share with something that is there, each with what that is. */
export function takenIds(kind: PluginKind, env: Environment, paths: Pick<Paths, 'cache'>): ReadonlyMap<string, string> {
  if (kind === 'provider') return reservedWords(env, paths)
  const runtimes = readHookIndex(env, paths).contributions.filter((each) => each.kind === 'runtime')
  return new Map(runtimes.map(({id}) => [id, 'a runtime']))
}
