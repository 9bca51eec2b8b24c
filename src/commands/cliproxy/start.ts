import * as Flags from '@oclif/core/flags'
import {ensureProxy} from '../../cliproxy/ensure-proxy.js'
import {runForeground} from '../../cliproxy/run-foreground.js'
import {runningProxy} from '../../cliproxy/running-proxy.js'
import {BaseCommand} from '../../command/base-command.js'
import {openPlanningHost} from '../../host/open-planning-host.js'
import type {StatusReport} from '../../proxy/reports.js'
import {warn} from '../../session/terminal.js'

export default class ProxyStart extends BaseCommand {
  static override readonly summary = 'Start the proxy and keep it running until it is stopped'
  static override readonly examples = [
    '<%= config.bin %> cliproxy start',
    '<%= config.bin %> cliproxy start --foreground --port 8318',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {
    foreground: Flags.boolean({summary: 'Stay here and show the log; for service managers and containers'}),
    port: Flags.integer({summary: 'Listen on this port and no other', min: 0, max: 65_535}),
  }

  async run(): Promise<Omit<StatusReport, 'instance'>> {
    const {flags} = await this.parse(ProxyStart)
    if (flags.foreground) return runForeground(process.env, {port: flags.port, say: (line) => this.log(line)})
    const host = openPlanningHost(process.env, {note: warn})
    const found = await ensureProxy(host, {keep: true, port: flags.port})
    const {instance: _, ...status} = await runningProxy(found).status()
    this.log(`The proxy runs at ${status.url}.`)
    return status
  }
}
