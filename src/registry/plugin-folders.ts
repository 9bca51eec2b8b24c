import {readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'
import type {Environment} from '../contract/index.js'
import {invalidFile} from '../files/parse-jsonc.js'
import {parseJson} from '../files/read-json.js'
import {unreadable} from '../files/unreadable.js'

export type Source = 'linked' | 'user' | 'bundled'

/** Where one installed plugin lives; `fault` instead of `manifest` when its package cannot be read. */
export interface PluginFolder {
  readonly name: string
  readonly folder: string
  readonly source: Source
  readonly manifest?: Manifest
  readonly fault?: string
}

/** The fields of a `package.json` that name what a plugin adds. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly oclif?: {
    readonly plugins?: readonly unknown[]
    readonly hooks?: Readonly<Record<string, unknown>>
    /** The folder of the commands; an object for other ways to find them. */
    readonly commands?: unknown
  }
}

/** What `ccs plugins` writes into the data folder for each plugin. */
interface Installed {
  readonly name: string
  readonly type: 'user' | 'link'
  readonly root?: string
}

/** oclif's data folder, by its own rules: the user's plugins are installed there. */
export function dataFolder(env: Environment): string {
  const windows = process.platform === 'win32' ? env.LOCALAPPDATA : undefined
  const base = env.XDG_DATA_HOME || windows || join(env.HOME || homedir(), '.local', 'share')
  return env.CCS_DATA_DIR || join(base, 'ccs')
}

/** All plugins, read from package metadata alone: nobody's code runs. */
export function findPlugins(root: string, data: string): readonly PluginFolder[] {
  const own = readManifest(root)
  const patterns = (own.oclif?.plugins ?? []).filter((entry) => typeof entry === 'string')
  const bundled = Object.keys(own.dependencies ?? {}).filter((name) => patterns.some((each) => matches(name, each)))
  return [
    ...installed(data).map((entry) => openFolder(entry.name, rootOf(entry, data), sourceOf(entry))),
    ...bundled.map((name) => openFolder(name, resolveFolder(root, name), 'bundled')),
  ]
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** The file in which `ccs plugins` keeps what the user installed. */
export function pluginList(data: string): string {
  return join(data, 'package.json')
}

/** Throws for a list that is there and cannot be read; ccs then leaves it as it is. */
export function checkPluginList(data: string): void {
  const file = pluginList(data)
  const text = textOf(file)
  if (text === undefined) return
  const {oclif} = Object(parseJson(text, file)) as Manifest
  if (oclif?.plugins === undefined || Array.isArray(oclif.plugins)) return
  throw invalidFile(`oclif.plugins in ${file} is no list.`)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(file, error as NodeJS.ErrnoException)
  }
}

function installed(data: string): readonly Installed[] {
  try {
    const plugins = readManifest(data).oclif?.plugins ?? []
    return plugins.filter(isInstalled)
  } catch {
    return []
  }
}

function isInstalled(entry: unknown): entry is Installed {
  const {name, type} = (entry ?? {}) as Partial<Installed>
  return typeof name === 'string' && (type === 'user' || type === 'link')
}

function rootOf({name, root}: Installed, data: string): string {
  return root ?? join(data, 'node_modules', name)
}

function sourceOf({type}: Installed): Source {
  return type === 'link' ? 'linked' : 'user'
}

function openFolder(name: string, folder: string | undefined, source: Source): PluginFolder {
  if (folder === undefined) return {name, folder: '', source, fault: 'it is not installed'}
  try {
    return {name, folder, source, manifest: readManifest(folder)}
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    const fault = code === 'ENOENT' ? 'it has no package.json any more' : `its package.json cannot be read: ${message}`
    return {name, folder, source, fault}
  }
}

/** As Node resolves a package: the nearest `node_modules` upwards that has it. */
function resolveFolder(from: string, name: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  try {
    readFileSync(join(folder, 'package.json'))
    return folder
  } catch {
    const parent = dirname(from)
    return parent === from ? undefined : resolveFolder(parent, name)
  }
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
