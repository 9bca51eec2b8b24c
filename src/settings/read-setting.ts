import {valueAt} from '../config/config.js'
import {redact} from '../errors/redact.js'
import {fileOf, knownKeys, type Place, placeOf, readFileOf, type SettingsPaths, unknownKey} from './find-setting.js'

export interface SettingValue {
  readonly key: string
  /** What counts: what the file says, else the default; `null` where there is neither. */
  readonly value: unknown
  /** Whether the file says it. */
  readonly set: boolean
  readonly meaning: string | null
  readonly file: string
}

/** Keys that ccs does not know are read too, as far as they are there. Secrets are not given out. */
export async function readSetting(key: string, paths: SettingsPaths): Promise<SettingValue> {
  const place = placeOf(key)
  const found = await read(place, paths)
  if (!found.set && place.setting === undefined) throw await unknownKey(key, paths)
  return found
}

export async function readAllSettings(paths: SettingsPaths): Promise<readonly SettingValue[]> {
  const all = await Promise.all((await knownKeys(paths)).map((key) => read(placeOf(key), paths)))
  return all.filter(({set, value}) => set || value !== null)
}

/** A value as a person reads it: words as they are, lists and maps as JSON. */
export function writeValue(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

async function read({key, file, path, setting}: Place, paths: SettingsPaths): Promise<SettingValue> {
  const value = valueAt(await readFileOf(file, paths), path) ?? undefined
  return {
    key,
    value: value === undefined ? (setting?.otherwise ?? null) : withoutSecrets(value, path.at(-1)),
    set: value !== undefined,
    meaning: setting?.meaning ?? null,
    file: fileOf(file, paths),
  }
}

const SECRET = /key|token|secret|password/i

function withoutSecrets(value: unknown, name = ''): unknown {
  if (SECRET.test(name)) return '[hidden]'
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutSecrets(entry, key)]))
}
