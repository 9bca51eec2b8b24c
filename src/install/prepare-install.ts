import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {npmEnvironment} from './npm-environment.js'
import {type Place, readLinked, readSource} from './read-source.js'

export interface Prepared {
  readonly argv: readonly string[]
  /** To be set in this process: npm inherits it. */
  readonly env: Readonly<Record<string, string>>
}

type Rewrite = (argv: readonly string[], place: Place) => readonly string[]

/** Commands of plugin-plugins that start npm, and what becomes of their words. */
const REWRITES: Readonly<Record<string, Rewrite>> = {
  'plugins:install': (argv, place) => argv.map((word) => (isOption(word) ? word : readSource(word, place))),
  'plugins:link': rewriteLink,
  'plugins:uninstall': (argv) => argv,
  'plugins:update': (argv) => argv,
  'plugins:reset': (argv) => argv,
}

const LOCK_FILES = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml']

/** `undefined` for commands that install nothing. */
export function prepareInstall(command: string, argv: readonly string[], place: Place): Prepared | undefined {
  const rewrite = REWRITES[command]
  // In a linked folder npm does what its owner's own `npm install` would do.
  return rewrite && {argv: rewrite(argv, place), env: npmEnvironment(place.env, command !== 'plugins:link')}
}

/** A folder without a lock file is its owner's to install: plugin-plugins would only say so. */
function rewriteLink(argv: readonly string[], place: Place): readonly string[] {
  const words = argv.map((word) => (isOption(word) ? word : readLinked(word, place)))
  const folder = words.find((word) => !isOption(word)) ?? place.cwd
  const isDecided = argv.some((word) => word === '--install' || word === '--no-install')
  const hasLock = LOCK_FILES.some((name) => existsSync(join(folder, name)))
  return isDecided || hasLock ? words : [...words, '--no-install']
}

function isOption(word: string): boolean {
  return word.startsWith('-')
}
