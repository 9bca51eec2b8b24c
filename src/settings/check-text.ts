import {checkBind} from '../cliproxy/check-bind.js'
import {recordOf} from '../config/config.js'
import {parseYaml} from '../config/read-yaml.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {Host} from '../registry/contributions.js'
import {slipsOf, unfitValue, unusableValue} from './check-values.js'
import type {SettingsFile} from './schema.js'

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
  const unusable = unusableValue(data, file) ?? (await unfitValue(data, file, host))
  if (unusable !== undefined) throw invalid(path, unusable.message)
  if (file === 'proxy') checkBind(bindOf(recordOf(data)), path)
  return slipsOf(data, file).map(({message}) => message)
}

function bindOf({host, 'api-keys': keys}: Readonly<Record<string, unknown>>): Parameters<typeof checkBind>[0] {
  return {
    host: typeof host === 'string' ? host : '127.0.0.1',
    apiKeys: Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [],
  }
}

function invalid(path: string, reason: string): CcsError {
  return new CcsError(`${path} cannot be used like this: ${reason}`, {code: 'invalid_config', exit: EXIT.usage})
}
