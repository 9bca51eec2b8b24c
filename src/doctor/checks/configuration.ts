import {checkBind} from '../../cliproxy/check-bind.js'
import {readDuration} from '../../config/duration.js'
import {readProxyConfig} from '../../config/proxy-config.js'
import {readYaml} from '../../config/read-yaml.js'
import type {HostContext} from '../../host/host-context.js'
import {examineVariant} from '../../profiles/examine-variant.js'
import {type FoundVariant, listVariants} from '../../profiles/find-variant.js'
import {readSettings} from '../../profiles/settings.js'
import {strategyOf} from '../../proxy/strategies.js'
import {unusableValue} from '../../settings/check-values.js'
import {type Check, type Finding, ok} from '../check.js'

/** Files that a person may have written by hand. */
export const configuration: Check = {
  name: 'configuration',
  async run({host}) {
    return [...(await proxyConfig(host)), ...(await profiles(host))]
  },
}

async function proxyConfig({paths}: HostContext): Promise<readonly Finding[]> {
  return attempt('proxy_config', async () => {
    const config = await readProxyConfig(paths)
    checkBind(config, paths.proxyConfig)
    const {strategy, sessionAffinityTtl} = config.routing
    if (strategyOf(strategy) === undefined)
      return {
        code: 'routing_strategy',
        status: 'warn',
        message: `${paths.proxyConfig} names a strategy that is not known: ${strategy}. Round-robin is used.`,
        command: 'ccs cliproxy routing set round-robin',
      }
    if (readDuration(sessionAffinityTtl) === undefined)
      return {
        code: 'routing_ttl',
        status: 'warn',
        message: `${paths.proxyConfig} names a length of time that is none: ${sessionAffinityTtl}. One hour is used.`,
        command: 'ccs cliproxy routing affinity on --ttl 1h',
      }
    return ok('proxy_config', 'The configuration of the proxy can be used.')
  })
}

async function profiles(host: HostContext): Promise<readonly Finding[]> {
  const {paths} = host
  const read = await attempt('config', async () => {
    const variants = await listVariants(paths)
    const unusable = unusableValue(await readYaml(paths.config, paths.cache), 'config')
    if (unusable !== undefined)
      return {code: 'config', status: 'fail', message: `${paths.config} cannot be used like this: ${unusable.message}`}
    return ok('config', `Variants: ${variants.map(({variant}) => variant.name).join(', ') || 'none'}.`)
  })
  const variants = await listVariants(paths).catch(() => [])
  const broken = await Promise.all(variants.map((one) => variantFault(one, host)))
  const files = new Set([paths.settings('codex')])
  for (const {variant, fault} of variants) if (fault === undefined) files.add(variant.settingsFile)
  const settings = await Promise.all([...files].map((file) => attempt('settings', async () => checkSettings(file))))
  return [...read, ...broken.flat(), ...settings.flat()]
}

/** What `ccs cliproxy list` says of it: nobody finds out by a session that does not start. */
async function variantFault(found: FoundVariant, host: HostContext): Promise<readonly Finding[]> {
  const {variant, problem} = await examineVariant(found, host)
  if (problem === undefined) return []
  const {name} = variant
  const message = `The variant "${name}" cannot be used: ${problem.replace(/\.$/, '')}.`
  return [{code: 'variant', status: 'warn', message, command: `ccs cliproxy edit ${name}`}]
}

async function checkSettings(file: string): Promise<Finding> {
  const settings = await readSettings(file)
  return ok('settings', settings === undefined ? `${file} is written by the first session.` : `${file} can be used.`)
}

async function attempt(code: string, look: () => Promise<Finding>): Promise<readonly Finding[]> {
  try {
    return [await look()]
  } catch (error) {
    const {message, hint} = error as Error & {readonly hint?: string}
    return [{code, status: 'fail', message: [message, hint].filter(Boolean).join(' ')}]
  }
}
