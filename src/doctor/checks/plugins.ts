import {faultOfContribution} from '../../registry/contributions.js'
import {readHookIndex} from '../../registry/hook-index.js'
import {type Check, type Finding, ok} from '../check.js'

/** Each provider and runtime is loaded as a session would load it. */
export const plugins: Check = {
  name: 'plugins',
  async run({host}) {
    const {contributions, faults} = readHookIndex(host.env, host.paths)
    const tried = await Promise.all(
      contributions.map(async (each) => ({...each, reason: await faultOfContribution(each, host)})),
    )
    const broken = [
      ...faults.map(({plugin, reason}) => findingOf(plugin, reason)),
      ...tried.flatMap(({plugin, reason}) => (reason === undefined ? [] : [findingOf(plugin, reason)])),
    ]
    if (broken.length > 0) return broken
    return [ok('plugins', `Providers and runtimes: ${[...new Set(contributions.map(({id}) => id))].join(', ')}.`)]
  },
}

function findingOf(plugin: string, reason: string): Finding {
  const message = `The plugin ${plugin} cannot be used: ${reason.replace(/\.$/, '')}.`
  return {code: 'plugin_broken', status: 'fail', message, command: `ccs plugins uninstall ${plugin}`}
}
