import {type AccountListing, listingOf, nameOf} from '../../../accounts/actions/write-accounts.js'
import {AccountCommand, accountArgument} from '../../../command/account-command.js'
import {providerFlag} from '../../../command/provider-flag.js'

export default class AccountsUse extends AccountCommand {
  static override readonly summary = 'Make an account the default, which new sessions get as long as it can serve'
  static override readonly examples = ['<%= config.bin %> cliproxy accounts use sarah']
  static override readonly enableJsonFlag = true
  static override readonly args = {account: accountArgument}
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly account: AccountListing}> {
    const {args, flags} = await this.parse(AccountsUse)
    const account = await this.change({...args, ...flags}, (accounts, {id}) => accounts.use(id))
    this.log(`${nameOf(account)} is the default now and serves what is started next.`)
    return {account: listingOf(account)}
  }
}
