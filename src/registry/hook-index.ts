import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Paths} from '../config/paths.js'
import type {Environment} from '../contract/index.js'
import {stampOfFile} from '../files/stamp.js'
import {HOST_ROOT} from './host-root.js'
import {checkPluginList, dataFolder, findPlugins, type PluginFolder, pluginList, type Source} from './plugin-folders.js'
import {reasonOf} from './reason-of.js'

/** One file of a plugin whose default export is called. */
export interface HookFile {
  /** The package. */
  readonly plugin: string
  readonly file: string
  readonly source: Source
}

/** One provider or runtime that a plugin adds. */
export interface Contribution extends HookFile {
  readonly kind: 'provider' | 'runtime'
  readonly id: string
}

/** What is installed, known without running anybody's code. */
export interface HookIndex {
  /** Strongest first: linked, user, bundled; then by name. */
  readonly contributions: readonly Contribution[]
  /** Who serves the pages of `ccs config`, strongest first. */
  readonly dashboards: readonly HookFile[]
  /** What is wrong with whole packages, and with the list of them. */
  readonly faults: readonly PackageFault[]
  /** First words that commands and topics have. A stranger's that starts a session is none: the session goes before. */
  readonly words: readonly string[]
  /** Packages that want to be asked at every start: their hooks only run through oclif. */
  readonly lifecycle: readonly string[]
}

export interface PackageFault {
  /** The package; for `unknown` the file that should name the user's. */
  readonly plugin: string
  readonly status: 'broken' | 'unused' | 'unknown'
  readonly reason: string
}

interface Stored extends HookIndex {
  readonly key: string
  readonly stamps: Readonly<Record<string, string>>
}

const STRENGTH: readonly Source[] = ['linked', 'user', 'bundled']
/** oclif's own events, which it runs by itself. */
export const LIFECYCLE: readonly string[] = [
  'init',
  'preparse',
  'prerun',
  'postrun',
  'finally',
  'command_not_found',
  'command_incomplete',
]

/** The index as it was kept, or read afresh when a package it depends on changed. */
export function readHookIndex(env: Environment, paths: Pick<Paths, 'cache'>): HookIndex {
  const data = dataFolder(env)
  const key = `4 ${HOST_ROOT} ${data}`
  const file = join(paths.cache, 'hooks.json')
  const kept = readStored(file)
  if (kept?.key === key && Object.entries(kept.stamps).every(([each, stamp]) => stampWhereSeen(each) === stamp))
    return kept
  const fresh = {key, ...buildIndex(HOST_ROOT, data)}
  void keep(file, fresh)
  return fresh
}

function buildIndex(root: string, data: string): Omit<Stored, 'key'> {
  const plugins = findPlugins(root, data)
  const manifests = [root, ...plugins.map(({folder}) => folder)].map(manifestIn)
  const watched = [
    join(root, 'package.json'),
    pluginList(data),
    ...plugins.map(({folder}) => join(folder, 'package.json')),
    ...manifests.filter((file) => existsSync(file)),
  ]
  const contributions = plugins.flatMap(contributionsOf).sort(byStrength)
  const isSession = (word: string) => contributions.some(({kind, id}) => kind === 'provider' && id === word)
  const own = [root, ...plugins.flatMap(({source, folder}) => (source === 'bundled' ? [folder] : []))]
  const strangers = plugins.filter(({source}) => source !== 'bundled').map((each) => ({...each, words: wordsIn(each)}))
  const words = strangers.flatMap((each) => each.words.filter((word) => !isSession(word)))
  return {
    contributions,
    dashboards: plugins.flatMap((plugin) => hooksOf(plugin, /^ccs:dashboard$/).map(({file}) => file)).sort(byStrength),
    faults: [
      ...listFault(data),
      ...plugins.flatMap(({name, fault}) =>
        fault === undefined ? [] : [{plugin: name, status: 'broken' as const, reason: fault}],
      ),
      ...strangers.flatMap((each) => each.words.filter(isSession).map((word) => hiddenCommand(each.name, word))),
    ],
    words: [...new Set([...own.flatMap((folder) => wordsOf(manifestIn(folder)) ?? []), ...words])].sort(),
    lifecycle: plugins.filter(hasLifecycle).map(({name}) => name),
    stamps: Object.fromEntries(watched.map((file) => [file, stampWhereSeen(file)])),
  }
}

/** A folder that may not be looked into holds nothing that could be loaded: its fault is told, and no start ends there. */
function stampWhereSeen(file: string): string {
  try {
    return stampOfFile(file)
  } catch {
    return 'hidden'
  }
}

function listFault(data: string): readonly PackageFault[] {
  try {
    checkPluginList(data)
    return []
  } catch (error) {
    return [{plugin: pluginList(data), status: 'unknown', reason: reasonOf(error)}]
  }
}

function contributionsOf(plugin: PluginFolder): readonly Contribution[] {
  return hooksOf(plugin, /^ccs:(provider|runtime):(.+)$/).flatMap(({words: [kind, id], file}) =>
    (kind === 'provider' || kind === 'runtime') && id !== undefined ? [{kind, id, ...file}] : [],
  )
}

/** The hooks whose event fits, with what the pattern took out of it. */
function hooksOf({name, folder, source, manifest}: PluginFolder, pattern: RegExp) {
  return Object.entries(manifest?.oclif?.hooks ?? {}).flatMap(([event, target]) => {
    const [match, ...words] = pattern.exec(event) ?? []
    const file = match === undefined ? undefined : fileOf([target].flat()[0])
    return file === undefined ? [] : [{words, file: {plugin: name, file: withEnding(join(folder, file)), source}}]
  })
}

/** oclif takes a path, and an object that names one. */
function fileOf(target: unknown): string | undefined {
  const file = typeof target === 'object' && target !== null ? (target as {readonly target?: unknown}).target : target
  return typeof file === 'string' ? file : undefined
}

/** oclif finds a file whose ending is left out, as many packages write it; an import does not. */
function withEnding(file: string): string {
  if (/\.[cm]?js$/.test(file)) return file
  return ['.js', '.mjs', '.cjs'].map((ending) => file + ending).find((each) => existsSync(each)) ?? file
}

function byStrength(a: HookFile, b: HookFile): number {
  return STRENGTH.indexOf(a.source) - STRENGTH.indexOf(b.source) || a.plugin.localeCompare(b.plugin)
}

/** A bundled plugin's own start hooks are ours and known; only those of others turn the short way off. */
function hasLifecycle({source, manifest}: PluginFolder): boolean {
  return source !== 'bundled' && LIFECYCLE.some((event) => manifest?.oclif?.hooks?.[event] !== undefined)
}

function hiddenCommand(plugin: string, word: string): PackageFault {
  return {plugin, status: 'unused', reason: `its command "ccs ${word}" is hidden by the session that the word starts`}
}

function manifestIn(folder: string): string {
  return join(folder, 'oclif.manifest.json')
}

/** As the manifest of a stranger's package has them; without one, as the files of its commands are named. */
function wordsIn({folder, manifest}: PluginFolder): readonly string[] {
  const {commands} = manifest?.oclif ?? {}
  return [
    ...new Set(wordsOf(manifestIn(folder)) ?? (typeof commands === 'string' ? namesIn(join(folder, commands)) : [])),
  ]
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => /^(?!index\.)([^.]+)(\.[cm]?js)?$/.exec(name)?.[1] ?? [])
  } catch {
    return []
  }
}

/** Session commands are no taken words: they are the providers themselves. `undefined` without a manifest. */
function wordsOf(manifest: string): readonly string[] | undefined {
  try {
    const {commands = {}} = JSON.parse(readFileSync(manifest, 'utf8')) as {commands?: Record<string, {session?: true}>}
    const taken = Object.entries(commands).filter(([, command]) => command.session !== true)
    return taken.map(([id]) => id.split(':', 1)[0] ?? id)
  } catch {
    return undefined
  }
}

function readStored(file: string): Stored | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stored
  } catch {
    return undefined
  }
}

/** An index that cannot be kept costs time, nothing else. */
async function keep(file: string, index: Stored): Promise<void> {
  const {writeAtomic} = await import('../files/write-atomic.js')
  if (!existsSync(dirname(dirname(file)))) return
  await writeAtomic(file, `${JSON.stringify(index, null, 1)}\n`).catch(() => undefined)
}
