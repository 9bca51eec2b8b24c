import {checkBind} from '../../cliproxy/check-bind.js'
import {readDuration} from '../../config/duration.js'
import {readProxyConfig} from '../../config/proxy-config.js'
import type {HostContext} from '../../host/host-context.js'
import {readSettings} from '../../profiles/settings.js'
import {readVariants} from '../../profiles/variants.js'
import {strategyOf} from '../../proxy/strategies.js'
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

async function profiles({paths}: HostContext): Promise<readonly Finding[]> {
  const read = await attempt('config', async () => {
    const {variants, faults} = await readVariants(paths)
    const [fault] = faults
    if (fault !== undefined)
      return {
        code: 'variant',
        status: 'warn',
        message: `The variant "${fault.name}" cannot be used: ${fault.reason}.`,
        command: `ccs cliproxy edit ${fault.name}`,
      }
    return ok('config', `Variants: ${variants.map(({name}) => name).join(', ') || 'none'}.`)
  })
  const files = new Set([paths.settings('codex')])
  const {variants} = await readVariants(paths).catch(() => ({variants: []}))
  for (const {settingsFile} of variants) files.add(settingsFile)
  const settings = await Promise.all([...files].map((file) => attempt('settings', async () => checkSettings(file))))
  return [...read, ...settings.flat()]
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
