import {type AccountListing, listingOf, nameOf} from '../../../accounts/actions/write-accounts.js'
import {AccountCommand, accountArgument} from '../../../command/account-command.js'
import {providerFlag} from '../../../command/provider-flag.js'

export default class AccountsPause extends AccountCommand {
  static override readonly summary = 'Keep an account signed in and give it no requests'
  static override readonly examples = ['<%= config.bin %> cliproxy accounts pause sarah']
  static override readonly enableJsonFlag = true
  static override readonly args = {account: accountArgument}
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly account: AccountListing}> {
    const {args, flags} = await this.parse(AccountsPause)
    const account = await this.change({...args, ...flags}, (accounts, {id}) => accounts.pause(id))
    this.log(`${nameOf(account)} is paused.`)
    return {account: listingOf(account)}
  }
}
