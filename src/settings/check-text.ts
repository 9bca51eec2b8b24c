import {checkBind} from '../cliproxy/check-bind.js'
import {isRecord, recordOf} from '../config/config.js'
import {parseYaml} from '../config/read-yaml.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {suggest} from '../models/suggest.js'
import type {Host} from '../registry/contributions.js'
import {placeOf} from './find-setting.js'
import {SETTINGS, type SettingsFile} from './schema.js'

/**
 * Rejects for a text that does not parse, or that gives a known key a value that ccs could not use. Resolves with what
 * looks like a slip: keys that nobody knows and that are near a known one.
 */
export async function checkText(
  text: string,
  file: SettingsFile,
  path: string,
  host: Host,
): Promise<readonly string[]> {
  const data = await parseYaml(text, path)
  if (data !== null && data !== undefined && !isRecord(data)) throw invalid(path, 'it must hold keys and values')
  const entries = leavesOf(recordOf(data), file === 'proxy' ? 'proxy' : '')
  for (const [key, value] of entries) {
    const {setting, name = ''} = placeOf(key)
    if (setting === undefined || value === null) continue
    const fault = setting.kind.is(value)
      ? await setting.faultOf?.(name, value, host)
      : `must be ${setting.kind.expected}`
    if (fault !== undefined) throw invalid(path, `${key} ${fault}`)
  }
  if (file === 'proxy') checkBind(bindOf(recordOf(data)), path)
  return slipsOf(entries.map(([key]) => key))
}

type Entry = readonly [key: string, value: unknown]

/** Lists and values with their keys; a map counts as its entries. */
function leavesOf(data: Readonly<Record<string, unknown>>, above: string): readonly Entry[] {
  return Object.entries(data).flatMap(([name, value]): readonly Entry[] => {
    const key = above === '' ? name : `${above}.${name}`
    return isRecord(value) && placeOf(key).setting === undefined ? leavesOf(recordOf(value), key) : [[key, value]]
  })
}

function bindOf({host, 'api-keys': keys}: Readonly<Record<string, unknown>>): Parameters<typeof checkBind>[0] {
  return {
    host: typeof host === 'string' ? host : '127.0.0.1',
    apiKeys: Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [],
  }
}

function slipsOf(keys: readonly string[]): readonly string[] {
  const known = SETTINGS.map(({key}) => key).filter((key) => !key.includes('*'))
  return keys.flatMap((key) => {
    if (placeOf(key).setting !== undefined) return []
    const [near] = suggest(key, known, 1).filter((word) => Math.abs(word.length - key.length) <= 2)
    return near === undefined || keys.includes(near) ? [] : [`Nobody reads ${key}. Did you mean ${near}?`]
  })
}

function invalid(path: string, reason: string): CcsError {
  return new CcsError(`${path} cannot be used like this: ${reason}.`, {code: 'invalid_config', exit: EXIT.usage})
}
