import {showProxy} from '../../cliproxy/show-proxy.js'
import {BaseCommand} from '../../command/base-command.js'
import type {ProxyView} from '../../contract/index.js'
import {openPlanningHost} from '../../host/open-planning-host.js'

export default class ProxyStatus extends BaseCommand {
  static override readonly summary = 'Show whether the proxy runs, where, and for how many sessions'
  static override readonly examples = ['<%= config.bin %> cliproxy status', '<%= config.bin %> cliproxy status --json']
  static override readonly enableJsonFlag = true

  async run(): Promise<ProxyView> {
    await this.parse(ProxyStatus)
    const {paths} = openPlanningHost(process.env)
    const status = await showProxy(paths)
    if (!status.running && status.pid !== null) {
      const which = `The proxy on port ${status.port} (process ${status.pid})`
      this.log(`${which} does not answer. \`ccs cliproxy start\` starts another one.`)
      return status
    }
    if (!status.running) {
      this.log('The proxy does not run. Sessions start it by themselves; `ccs cliproxy start` keeps it running.')
      return status
    }
    this.log(`The proxy runs at ${status.url} (pid ${status.pid}, version ${status.version}).`)
    this.log(`Sessions: ${status.sessions}. Started: ${status.startedAt}.`)
    return status
  }
}
