import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {Paths} from './paths.js'
import {readYaml} from './read-yaml.js'

/** `config.yaml` as plain data: each reader takes its own keys out of it. */
export type Config = Readonly<Record<string, unknown>>

export async function readConfig(paths: Pick<Paths, 'config' | 'cache'>): Promise<Config> {
  const data = await readYaml(paths.config, paths.cache)
  if (data === undefined || data === null || isRecord(data)) return recordOf(data)
  throw new CcsError(`${paths.config} holds no keys and values.`, {
    code: 'invalid_config',
    exit: EXIT.usage,
    hint: 'The file was left as it is. Mend it, or move it away.',
  })
}

/** The value at a path of keys; `undefined` where the path leaves the data. */
export function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => {
    if (Array.isArray(found)) return found[Number(key)]
    const record = recordOf(found)
    return Object.hasOwn(record, key) ? record[key] : undefined
  }, data)
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
