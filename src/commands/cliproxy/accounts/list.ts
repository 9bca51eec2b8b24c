import {type AccountListing, linesOfAccounts, listingOf} from '../../../accounts/actions/write-accounts.js'
import {AccountCommand} from '../../../command/account-command.js'
import {providerFlag} from '../../../command/provider-flag.js'
import {warn} from '../../../session/terminal.js'

export default class AccountsList extends AccountCommand {
  static override readonly summary = 'List the accounts, who is the default and how each one is'
  static override readonly examples = [
    '<%= config.bin %> cliproxy accounts list',
    '<%= config.bin %> cliproxy accounts list --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly provider: string; readonly accounts: readonly AccountListing[]}> {
    const {flags} = await this.parse(AccountsList)
    const {host, provider, accounts} = await this.open(flags.provider)
    const all = await accounts.list()
    for (const {message} of await accounts.faults()) warn(`Warning: ${message}`)
    for (const line of linesOfAccounts(all, {provider: provider.id, now: host.clock.now()})) this.log(line)
    return {provider: provider.id, accounts: all.map(listingOf)}
  }
}
