import {BaseCommand} from '../../command/base-command.js'
import {proxyIfRunning} from '../../command/proxy-desk.js'
import {openPlanningHost} from '../../host/open-planning-host.js'

export default class ProxyStop extends BaseCommand {
  static override readonly summary = 'Stop the proxy'
  static override readonly description = 'A session that is open brings it back for itself.'
  static override readonly examples = ['<%= config.bin %> cliproxy stop']
  static override readonly enableJsonFlag = true

  async run(): Promise<{readonly stopped: boolean}> {
    await this.parse(ProxyStop)
    const proxy = await proxyIfRunning(openPlanningHost(process.env))
    await proxy?.stop()
    this.log(proxy === undefined ? 'The proxy did not run.' : 'The proxy has stopped.')
    return {stopped: proxy !== undefined}
  }
}
