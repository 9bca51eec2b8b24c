import * as Args from '@oclif/core/args'
import {type AccountListing, listingOf, nameOf} from '../../../accounts/actions/write-accounts.js'
import {AccountCommand, accountArgument} from '../../../command/account-command.js'
import {providerFlag} from '../../../command/provider-flag.js'

export default class AccountsRename extends AccountCommand {
  static override readonly summary = 'Give an account another nickname'
  static override readonly examples = ['<%= config.bin %> cliproxy accounts rename john work']
  static override readonly enableJsonFlag = true
  static override readonly args = {
    account: accountArgument,
    nickname: Args.string({description: 'The new nickname', required: true, ignoreStdin: true}),
  }
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly account: AccountListing}> {
    const {args, flags} = await this.parse(AccountsRename)
    const account = await this.change({...args, ...flags}, (accounts, {id}) => accounts.rename(id, args.nickname))
    this.log(`${args.account} is called ${nameOf(account)} now.`)
    return {account: listingOf(account)}
  }
}
