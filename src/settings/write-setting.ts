import type {Document} from 'yaml'
import {checkBind} from '../cliproxy/check-bind.js'
import {valueAt} from '../config/config.js'
import {editYaml} from '../config/edit-yaml.js'
import {ensureProxyConfig} from '../config/proxy-config.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {
  fileOf,
  type Place,
  placeOf,
  readFileOf,
  type SettingsHost,
  type SettingsPaths,
  unknownKey,
} from './find-setting.js'

export interface SettingChange {
  readonly key: string
  /** `null`: it is not set any more. */
  readonly value: unknown
  readonly before: unknown
  readonly file: string
}

/** Rejects for a key that ccs does not know and for a value that it could not use; comments and other keys stay. */
export async function setSetting(key: string, typed: string, host: SettingsHost): Promise<SettingChange> {
  const {paths} = host
  const place = placeOf(key)
  const {setting, file, path, name} = place
  if (setting === undefined) throw await unknownKey(key, paths)
  const value = setting.kind.read(typed)
  if (!setting.kind.is(value)) throw unusable(key, `must be ${setting.kind.expected}, not "${typed}"`)
  const fault = await setting.faultOf?.(name ?? '', value, host)
  if (fault !== undefined) throw unusable(key, fault)
  const data = await readFileOf(file, paths)
  const isPart = name !== undefined && !setting.key.endsWith('*')
  if (isPart && valueAt(data, path.slice(0, -1)) === undefined) throw noVariant(name)
  if (file === 'proxy') await checkProxy(place, value, paths)
  return change(place, paths, value, (document) => putIn(document, path, value))
}

/** A key that ccs does not know may go as well, when it is there. */
export async function unsetSetting(key: string, paths: SettingsPaths): Promise<SettingChange> {
  const place = placeOf(key)
  const isThere = valueAt(await readFileOf(place.file, paths), place.path) !== undefined && place.path.length > 0
  if (!isThere && place.setting === undefined) throw await unknownKey(key, paths)
  return change(place, paths, null, (document) => {
    document.deleteIn(place.path)
  })
}

/** A word, or nothing, where a map belongs gives way to one. */
function putIn(document: Document, path: readonly string[], value: unknown): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth)
    if (typeof document.getIn(above) !== 'object' || document.getIn(above) === null) document.deleteIn(above)
  }
  document.setIn(path, value)
}

async function change(
  {key, file, path}: Place,
  paths: SettingsPaths,
  value: unknown,
  edit: (document: Document) => void,
): Promise<SettingChange> {
  const before = valueAt(await readFileOf(file, paths), path) ?? null
  if (before !== value) await editYaml(fileOf(file, paths), edit)
  return {key, value, before, file: fileOf(file, paths)}
}

/** The first configuration comes with a key; an address beyond this machine needs one that cannot be guessed. */
async function checkProxy({path}: Place, value: unknown, paths: SettingsPaths): Promise<void> {
  const {apiKeys} = await ensureProxyConfig(paths)
  if (path.join('.') === 'host') checkBind({host: String(value), apiKeys}, paths.proxyConfig)
}

function unusable(key: string, fault: string): CcsError {
  return new CcsError(`${key} ${fault}.`, {code: 'invalid_value', exit: EXIT.usage})
}

function noVariant(name: string): CcsError {
  return new CcsError(`There is no variant "${name}" in config.yaml.`, {
    code: 'unknown_variant',
    exit: EXIT.usage,
    command: `ccs cliproxy create ${name}`,
  })
}
