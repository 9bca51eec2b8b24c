import {isRecord, recordOf} from '../config/config.js'
import {suggest} from '../models/suggest.js'
import type {Host} from '../registry/contributions.js'
import {placeOf} from './find-setting.js'
import {SETTINGS, type SettingsFile} from './schema.js'

/** Something about a key, and the place of that key in its file. */
export interface Remark {
  readonly path: readonly string[]
  readonly message: string
}

/** The first known key whose value ccs could not use: `proxy.port must be a number from 0 to 65535.` */
export function unusableValue(data: unknown, file: SettingsFile): Remark | undefined {
  if (data !== null && data !== undefined && !isRecord(data))
    return {path: [], message: 'it must hold keys and values.'}
  for (const {key, path, value} of leavesOf(data, file)) {
    const expected = expectedOf(key, file === 'proxy' ? ['proxy', ...path] : path)
    if (expected !== undefined && value !== null && !expected.is(value))
      return {path, message: `${key} must ${expected.words}.`}
  }
  return undefined
}

/** The first known key that does not fit what is installed here. */
export async function unfitValue(data: unknown, file: SettingsFile, host: Host): Promise<Remark | undefined> {
  for (const {key, path, value} of leavesOf(data, file)) {
    const {setting, name = ''} = placeOf(key)
    const fault = value === null ? undefined : await setting?.faultOf?.(name, value, host)
    if (fault !== undefined) return {path, message: `${key} ${fault}.`}
  }
  return undefined
}

/** What looks like a slip: keys that nobody knows and that are near a known one. */
export function slipsOf(data: unknown, file: SettingsFile): readonly Remark[] {
  const known = SETTINGS.map(({key}) => key).filter((key) => !key.includes('*'))
  const leaves = leavesOf(data, file)
  return leaves.flatMap(({key, path}) => {
    if (placeOf(key).setting !== undefined) return []
    const [near] = suggest(key, known, 1).filter((word) => Math.abs(word.length - key.length) <= 2)
    return near === undefined || leaves.some((one) => one.key === near)
      ? []
      : [{path, message: `Nobody reads ${key}. Did you mean ${near}?`}]
  })
}

interface Leaf extends Pick<Remark, 'path'> {
  readonly key: string
  readonly value: unknown
}

/** Lists and values with their keys; a map counts as its entries. */
function leavesOf(data: unknown, file: SettingsFile): readonly Leaf[] {
  const walk = (map: Readonly<Record<string, unknown>>, above: Pick<Leaf, 'key' | 'path'>): readonly Leaf[] =>
    Object.entries(map).flatMap(([name, value]): readonly Leaf[] => {
      const key = above.key === '' ? name : `${above.key}.${name}`
      const path = [...above.path, name]
      return isRecord(value) && placeOf(key).setting === undefined ? walk(value, {key, path}) : [{key, path, value}]
    })
  return walk(recordOf(data), {key: file === 'proxy' ? 'proxy' : '', path: []})
}

interface Expected {
  readonly words: string
  readonly is: (value: unknown) => boolean
}

const MAP: Expected = {words: 'hold keys and values', is: () => false}

function expectedOf(key: string, path: readonly string[]): Expected | undefined {
  const {setting} = placeOf(key)
  if (setting !== undefined) return {words: `be ${setting.kind.expected}`, is: setting.kind.is}
  return SETTINGS.some((one) => isAbove(path, one.key.split('.'))) ? MAP : undefined
}

/** Whether a known key lies below this place; its star stands for any name. */
function isAbove(path: readonly string[], known: readonly string[]): boolean {
  return path.length < known.length && path.every((part, index) => known[index] === '*' || known[index] === part)
}
