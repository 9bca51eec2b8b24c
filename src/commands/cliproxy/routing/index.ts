import {BaseCommand} from '../../../command/base-command.js'
import {providerFlag} from '../../../command/provider-flag.js'
import {proxyFor} from '../../../command/proxy-desk.js'
import {openPlanningHost} from '../../../host/open-planning-host.js'
import type {RoutingReport} from '../../../proxy/reports.js'
import {writeRouting} from '../../../proxy/write-routing.js'
import {warn} from '../../../session/terminal.js'

export default class Routing extends BaseCommand {
  static override readonly summary = 'Show which account a session gets, and how each one is'
  static override readonly examples = [
    '<%= config.bin %> cliproxy routing',
    '<%= config.bin %> cliproxy routing --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<RoutingReport> {
    const {flags} = await this.parse(Routing)
    const host = openPlanningHost(process.env, {note: warn})
    const report = await (await proxyFor(host)).routing(flags.provider)
    for (const line of writeRouting(report, host.clock.now())) this.log(line)
    return report
  }
}
