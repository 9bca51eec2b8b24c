import {findProxy} from '../../cliproxy/find-proxy.js'
import {runningProxy} from '../../cliproxy/running-proxy.js'
import {BaseCommand} from '../../command/base-command.js'
import {openPlanningHost} from '../../host/open-planning-host.js'
import type {StatusReport} from '../../proxy/reports.js'

type Status = Omit<StatusReport, 'instance'> | typeof STOPPED

const STOPPED = {
  running: false,
  pid: null,
  port: null,
  url: null,
  version: null,
  engine: 'embedded',
  sessions: 0,
  startedAt: null,
} as const

export default class ProxyStatus extends BaseCommand {
  static override readonly summary = 'Show whether the proxy runs, where, and for how many sessions'
  static override readonly examples = ['<%= config.bin %> cliproxy status', '<%= config.bin %> cliproxy status --json']
  static override readonly enableJsonFlag = true

  async run(): Promise<Status> {
    await this.parse(ProxyStatus)
    const {paths} = openPlanningHost(process.env)
    const found = await findProxy(paths)
    if (found === undefined) {
      this.log('The proxy does not run. Sessions start it by themselves; `ccs cliproxy start` keeps it running.')
      return STOPPED
    }
    const {instance: _, ...status} = await runningProxy(found).status()
    this.log(`The proxy runs at ${status.url} (pid ${status.pid}, version ${status.version}).`)
    this.log(`Sessions: ${status.sessions}. Started: ${status.startedAt}.`)
    return status
  }
}
