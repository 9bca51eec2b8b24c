import {boolean, option, string} from '@oclif/core/flags'
import {HostCommand} from '../../command/host-command.js'
import {reportUsage, USAGE_KEYS, type UsageReport} from '../../journal/report-usage.js'
import {readSince, readUntil} from '../../journal/since.js'
import {writeUsageCsv, writeUsageTable} from '../../journal/write-usage.js'

export default class Usage extends HostCommand {
  static override readonly summary = 'Show requests and tokens by account, model or day'
  static override readonly description =
    'Counted by the proxy, by the hour, for three months; nothing of what was said is kept. Days are those of UTC.'
  static override readonly examples = [
    '<%= config.bin %> cliproxy usage',
    '<%= config.bin %> cliproxy usage --since 30d --by model',
    '<%= config.bin %> cliproxy usage --since 2026-01-31 --by day --csv',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {
    since: string({summary: 'How long back, or from which date', helpValue: '<7d|date>', default: '7d'}),
    until: string({summary: 'Up to when, or through which date; now when absent', helpValue: '<1d|date>'}),
    by: option({options: USAGE_KEYS, summary: 'What to add up by', default: 'account'})(),
    csv: boolean({summary: 'Comma-separated, for spreadsheets', exclusive: ['json']}),
  }

  async run(): Promise<UsageReport> {
    const {flags} = await this.parse(Usage)
    const {paths, clock} = this.openHost()
    const now = clock.now()
    const until = flags.until === undefined ? now : readUntil(flags.until, now)
    const report = await reportUsage(paths, {since: readSince(flags.since, now), until, by: flags.by})
    if (this.jsonEnabled()) return report
    if (flags.csv) this.log(writeUsageCsv(report))
    else if (report.rows.length === 0) this.log(`No requests since ${report.since}.`)
    else this.log(await writeUsageTable(report))
    return report
  }
}
