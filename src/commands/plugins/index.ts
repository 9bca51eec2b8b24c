import {BaseCommand} from '../../command/base-command.js'
import {openPlanningHost} from '../../host/open-planning-host.js'
import {describePlugins, type PluginReport} from '../../registry/describe-plugins.js'
import {writePlugins} from '../../registry/write-plugins.js'

export default class Plugins extends BaseCommand {
  static override readonly summary = 'List providers and runtimes, where each comes from, and what is wrong with it'
  static override readonly description = 'A plugin that cannot be used is named with its fault; everything else works.'
  static override readonly examples = ['<%= config.bin %> plugins', '<%= config.bin %> plugins --json']
  static override readonly enableJsonFlag = true

  async run(): Promise<PluginReport> {
    await this.parse(Plugins)
    const report = await describePlugins(this.config.getPluginsList(), openPlanningHost(process.env))
    for (const line of writePlugins(report)) this.log(line)
    return report
  }
}
