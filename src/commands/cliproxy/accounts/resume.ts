import {type AccountListing, listingOf, nameOf} from '../../../accounts/actions/write-accounts.js'
import {AccountCommand, accountArgument} from '../../../command/account-command.js'
import {providerFlag} from '../../../command/provider-flag.js'

export default class AccountsResume extends AccountCommand {
  static override readonly summary = 'Let a paused account serve again'
  static override readonly examples = ['<%= config.bin %> cliproxy accounts resume sarah']
  static override readonly enableJsonFlag = true
  static override readonly args = {account: accountArgument}
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly account: AccountListing}> {
    const {args, flags} = await this.parse(AccountsResume)
    const account = await this.change({...args, ...flags}, (accounts, {id}) => accounts.resume(id))
    this.log(`${nameOf(account)} serves again.`)
    return {account: listingOf(account)}
  }
}
