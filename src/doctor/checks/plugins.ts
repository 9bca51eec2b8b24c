import {listContributions} from '../../registry/contributions.js'
import {type PluginFault, pluginFaults} from '../../registry/plugin-faults.js'
import {type Check, type Finding, ok} from '../check.js'

/** Each provider and runtime is asked as a session would ask it. */
export const plugins: Check = {
  name: 'plugins',
  async run({host}) {
    const faults = await pluginFaults(host)
    if (faults.length > 0) return faults.map(findingOf)
    const ids = (await listContributions(host)).map(({id}) => id)
    return [ok('plugins', `Providers and runtimes: ${[...new Set(ids)].join(', ')}.`)]
  },
}

function findingOf({plugin, status, reason}: PluginFault): Finding {
  const why = reason.replace(/\.$/, '')
  if (status === 'unknown')
    return {
      code: 'plugins_unknown',
      status: 'fail',
      message: `No plugin that you installed is known: ${why}.`,
      command: `mv ${plugin} ${plugin}.broken`,
    }
  return status === 'broken'
    ? {
        code: 'plugin_broken',
        status: 'fail',
        message: `The plugin ${plugin} cannot be used: ${why}.`,
        command: `ccs plugins uninstall ${plugin}`,
      }
    : {
        code: 'plugin_unused',
        status: 'warn',
        message: `The plugin ${plugin} is not used: ${why}.`,
        command: 'ccs plugins',
      }
}
