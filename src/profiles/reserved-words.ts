import type {Paths} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {readHookIndex} from '../registry/hook-index.js'
import {ALIASES} from '../session/aliases.js'
import type {ReservedWords} from './variant-name.js'

/** Every first word that means something already: commands, topics, providers, and the names ccs is installed under. */
export function reservedWords(env: Environment, paths: Pick<Paths, 'cache'>): ReservedWords {
  const {words, contributions} = readHookIndex(env, paths)
  const providers = contributions.filter(({kind}) => kind === 'provider').map(({id}) => id)
  return new Map([
    ...['ccs', ...Object.keys(ALIASES)].map((name): [string, string] => [name, 'a name of ccs itself']),
    ...providers.map((id): [string, string] => [id.toLowerCase(), 'a provider']),
    ...words.map((word): [string, string] => [word, `the command "ccs ${word}"`]),
  ])
}
