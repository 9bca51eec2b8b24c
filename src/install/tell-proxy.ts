import {findProxy} from '../cliproxy/find-proxy.js'
import type {Paths} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {stampOfFile} from '../files/stamp.js'
import {readHookIndex} from '../registry/hook-index.js'

/**
 * Remembers which providers the user's plugins add. What it returns is asked once they may have changed: a sentence where
 * a proxy runs that loaded its providers before.
 */
export function watchProviders(env: Environment, paths: Paths): () => Promise<string | undefined> {
  const before = providersIn(env, paths)
  return async () => {
    if (providersIn(env, paths) === before || (await findProxy(paths)) === undefined) return undefined
    return 'A proxy is running: ccs cliproxy restart lets it take the change.'
  }
}

/** The same text for the same plugins in the same state. */
function providersIn(env: Environment, paths: Paths): string {
  const {contributions} = readHookIndex(env, paths)
  const theirs = contributions.filter(({kind, source}) => kind === 'provider' && source !== 'bundled')
  return JSON.stringify(theirs.map(({id, plugin, source, file}) => [id, plugin, source, file, stampOfFile(file)]))
}
