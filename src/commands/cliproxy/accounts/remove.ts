import * as Flags from '@oclif/core/flags'
import {nameOf} from '../../../accounts/actions/write-accounts.js'
import {AccountCommand, accountArgument} from '../../../command/account-command.js'
import {confirm} from '../../../command/confirm.js'
import {providerFlag} from '../../../command/provider-flag.js'

export default class AccountsRemove extends AccountCommand {
  static override readonly summary = 'Delete the tokens and the entry of an account'
  static override readonly description = 'The sign-in stays valid at the provider; `ccs codex --logout` revokes it too.'
  static override readonly examples = ['<%= config.bin %> cliproxy accounts remove sarah --yes']
  static override readonly enableJsonFlag = true
  static override readonly args = {account: accountArgument}
  static override readonly flags = {
    provider: providerFlag,
    yes: Flags.boolean({char: 'y', summary: 'Do not ask'}),
  }

  async run(): Promise<{readonly removed: string | null}> {
    const {args, flags} = await this.parse(AccountsRemove)
    const {accounts} = await this.open(flags.provider)
    const account = await accounts.resolve(args.account)
    if (!flags.yes && !(await confirm(`Delete the tokens of ${nameOf(account)}?`))) return {removed: null}
    await accounts.remove(account.id)
    this.log(`${nameOf(account)} is removed.`)
    return {removed: account.id}
  }
}
