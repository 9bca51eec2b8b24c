import {ensureProxy} from '../../cliproxy/ensure-proxy.js'
import {runningProxy} from '../../cliproxy/running-proxy.js'
import {BaseCommand} from '../../command/base-command.js'
import {proxyIfRunning} from '../../command/proxy-desk.js'
import {openPlanningHost} from '../../host/open-planning-host.js'
import type {StatusReport} from '../../proxy/reports.js'

export default class ProxyRestart extends BaseCommand {
  static override readonly summary = 'Restart the proxy on the same port, with the same key'
  static override readonly description = 'A session that is open goes on.'
  static override readonly examples = ['<%= config.bin %> cliproxy restart']
  static override readonly enableJsonFlag = true

  async run(): Promise<Omit<StatusReport, 'instance'>> {
    await this.parse(ProxyRestart)
    const host = openPlanningHost(process.env)
    const before = await proxyIfRunning(host)
    await before?.stop()
    const found = await ensureProxy(host, {keep: true, port: before?.port})
    const {instance: _, ...status} = await runningProxy(found).status()
    this.log(`The proxy runs at ${status.url}${before === undefined ? '; it did not run before' : ''}.`)
    return status
  }
}
