import {recordOf, valueAt} from '../config/config.js'
import type {Paths} from '../config/paths.js'
import {readYaml} from '../config/read-yaml.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {suggest} from '../models/suggest.js'
import type {Host} from '../registry/contributions.js'
import {SETTINGS, type Setting, type SettingsFile} from './schema.js'

export type SettingsPaths = Pick<Paths, 'config' | 'proxyConfig' | 'cache' | 'tokens' | 'home'>

/** Where the settings are, and what tells which plugins are installed. */
export interface SettingsHost extends Host {
  readonly paths: SettingsPaths
}

/** A key as it was typed: the file that it belongs to, its place there, and what is known of it. */
export interface Place {
  readonly key: string
  readonly file: SettingsFile
  readonly path: readonly string[]
  readonly setting?: Setting
  /** The name that its star stands for. */
  readonly name?: string
}

const PROXY = 'proxy.'

/** Names may hold dots: what is known of a key tells where they begin and end. */
export function placeOf(key: string): Place {
  for (const setting of SETTINGS) {
    const [before = '', after] = setting.key.split('*')
    const isOne = after === undefined ? key === setting.key : key.startsWith(before) && key.endsWith(after)
    const name = after === undefined ? undefined : key.slice(before.length, key.length - after.length)
    if (!isOne || name === '' || key.length < before.length + (after ?? '').length) continue
    const {file, path} = split(setting.key)
    return {key, file, path: path.map((part) => (part === '*' ? (name ?? part) : part)), setting, ...(name && {name})}
  }
  return {key, ...split(key)}
}

export function fileOf(file: SettingsFile, paths: Pick<Paths, 'config' | 'proxyConfig'>): string {
  return file === 'proxy' ? paths.proxyConfig : paths.config
}

/** The whole file as plain data. */
export async function readFileOf(file: SettingsFile, paths: SettingsPaths): Promise<unknown> {
  return (await readYaml(fileOf(file, paths), paths.cache)) ?? {}
}

/** Every key that could be meant, the stars replaced by the names there are. */
export async function knownKeys(paths: SettingsPaths): Promise<readonly string[]> {
  const data = await readFileOf('config', paths)
  const namesAt = (before: string) => Object.keys(recordOf(valueAt(data, before.split('.'))))
  return SETTINGS.flatMap(({key}) => {
    const [before, after] = key.split('.*')
    return before === undefined || after === undefined
      ? [key]
      : namesAt(before).map((name) => `${before}.${name}${after}`)
  })
}

export async function unknownKey(key: string, paths: SettingsPaths): Promise<CcsError> {
  const near = suggest(key, await knownKeys(paths))
  return new CcsError(`ccs has no setting "${key}".`, {
    code: 'unknown_setting',
    exit: EXIT.usage,
    ...(near.length > 0 && {hint: `Did you mean ${near.join(' or ')}?`}),
    command: 'ccs settings get',
  })
}

function split(key: string): Pick<Place, 'file' | 'path'> {
  return key === 'proxy' || key.startsWith(PROXY)
    ? {file: 'proxy', path: key.split('.').slice(1)}
    : {file: 'config', path: key.split('.')}
}
