import * as Flags from '@oclif/core/flags'
import {openPage} from '../accounts/sign-in/open-page.js'
import {surroundingsOf, tunnelLine} from '../accounts/sign-in/surroundings.js'
import {BaseCommand} from '../command/base-command.js'
import {readDuration} from '../config/duration.js'
import {openDashboardHost} from '../dashboard/open-dashboard-host.js'
import {type ServedDashboard, startDashboard} from '../dashboard/start-dashboard.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {openHost} from '../host/open-host.js'
import {warn} from '../session/terminal.js'

export default class Config extends BaseCommand {
  static override readonly summary = 'Open the dashboard: quota, accounts, variants, routing, usage, logs and settings'
  static override readonly description =
    'It listens on this machine only, and opens with a link that works once. It stays until nobody looks at it any more, or until Ctrl-C. When it runs already, another link to it is opened.'
  static override readonly examples = [
    '<%= config.bin %> config',
    '<%= config.bin %> config --no-open --port 8400',
    '<%= config.bin %> config --json --no-open',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {
    port: Flags.integer({summary: 'Listen on this port and no other', default: 0, min: 0, max: 65_535}),
    open: Flags.boolean({summary: 'Open a browser', default: true, allowNo: true}),
    'idle-timeout': Flags.string({
      summary: 'How long it stays when no page is open, such as 10m or 8h',
      default: '30m',
      helpValue: '<time>',
    }),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Config)
    const idleTimeout = readDuration(flags['idle-timeout'])
    if (idleTimeout === undefined || idleTimeout <= 0 || idleTimeout > LONGEST) throw noDuration(flags['idle-timeout'])
    const host = openHost(process.env, {note: warn})
    const served = await startDashboard(host, {port: flags.port, idleTimeout}, () => openDashboardHost(host))
    await this.show(served, flags.open && (await openPage(served.url, process.env)))
    if (served.own === undefined) return
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, served.own.close)
    await served.own.closed
  }

  private async show({url, port, pid, own}: ServedDashboard, isOpened: boolean): Promise<void> {
    if (this.jsonEnabled()) return this.logJson({url, port, pid})
    this.log(isOpened ? 'The dashboard opens in your browser. If it does not, open this link:' : 'Open this link:')
    this.logLines(['', `  ${url}`, '', 'It opens once, within two minutes; ccs config gives another one.'])
    if (surroundingsOf(process.env).includes('ssh'))
      this.log(`From another machine, open a tunnel there first: ${tunnelLine(port, process.env)}`)
    this.log(own === undefined ? `It is served by process ${pid}.` : 'Ctrl-C ends the dashboard.')
  }
}

/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1

function noDuration(written: string): CcsError {
  return new CcsError(`"${written}" is no length of time up to 24 days; write 10m, 1h or 2d.`, {
    code: 'bad_usage',
    exit: EXIT.usage,
  })
}
