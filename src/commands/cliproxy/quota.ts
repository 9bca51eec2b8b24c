import * as Flags from '@oclif/core/flags'
import {accountsOf} from '../../accounts/accounts-of.js'
import {writeQuota} from '../../accounts/write-quota.js'
import {BaseCommand} from '../../command/base-command.js'
import {providerFlag} from '../../command/provider-flag.js'
import {proxyFor} from '../../command/proxy-desk.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import {openPlanningHost} from '../../host/open-planning-host.js'
import {localTime} from '../../log/local-time.js'
import type {QuotaReport} from '../../proxy/reports.js'
import {loadProvider} from '../../registry/contributions.js'
import {warn} from '../../session/terminal.js'

export default class Quota extends BaseCommand {
  static override readonly summary = "Show how much of each account's limits is used, and when they reset"
  static override readonly description =
    'Answers of the upstream are kept for two minutes. Leaves with 0 when all accounts are known, with 1 when one could not be asked, with 5 when the upstream could not be asked about any.'
  static override readonly examples = [
    '<%= config.bin %> cliproxy quota --provider codex',
    '<%= config.bin %> cliproxy quota --account sarah --refresh',
    '<%= config.bin %> cliproxy quota --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {
    provider: providerFlag,
    account: Flags.string({summary: 'Only this account', helpValue: '<name>'}),
    refresh: Flags.boolean({summary: 'Ask the upstream now'}),
  }

  async run(): Promise<QuotaReport> {
    const {flags} = await this.parse(Quota)
    const host = openPlanningHost(process.env, {note: warn})
    const provider = await loadProvider(flags.provider, host)
    if (provider.usage === undefined) throw tellsNone(provider.title)
    const accounts = accountsOf(provider, host)
    for (const fault of await accounts.faults()) warn(fault.message)
    const wanted = flags.account === undefined ? [] : [(await accounts.resolve(flags.account)).id]
    if ((await accounts.list()).length === 0) throw nobody(provider.id)
    const report = await (await proxyFor(host)).quota(provider.id, {accounts: wanted, refresh: flags.refresh})
    const title = `${provider.id.charAt(0).toUpperCase()}${provider.id.slice(1)}`
    for (const line of writeQuota(report, title, host.clock.now())) this.log(line)
    if (report.cachedUntil !== null)
      this.logToStderr(`Kept until ${localTime(report.cachedUntil)}; --refresh asks now.`)
    process.exitCode = exitOf(report)
    return report
  }
}

/** Failures that say nothing of the account that was asked about. */
const UPSTREAM: ReadonlySet<string> = new Set([
  'overloaded',
  'at_capacity',
  'server_error',
  'cut_stream',
  'timeout',
  'network',
  'network_blocked',
  'region_blocked',
])

function exitOf({accounts}: QuotaReport): number {
  const codes = accounts.flatMap(({error}) => (error === null ? [] : [error.code]))
  if (codes.length === 0) return 0
  return codes.length === accounts.length && codes.every((code) => UPSTREAM.has(code)) ? EXIT.upstream : EXIT.failed
}

function tellsNone(title: string): CcsError {
  return new CcsError(`${title} tells no quota.`, {code: 'no_quota', exit: EXIT.usage})
}

function nobody(provider: string): CcsError {
  return new CcsError(`No ${provider} account is signed in.`, {
    code: 'no_account',
    exit: EXIT.signIn,
    command: `ccs ${provider} --auth`,
  })
}
