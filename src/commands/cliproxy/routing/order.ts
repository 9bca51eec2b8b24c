import * as Args from '@oclif/core/args'
import {AccountCommand} from '../../../command/account-command.js'
import {providerFlag} from '../../../command/provider-flag.js'

export default class RoutingOrder extends AccountCommand {
  static override readonly summary = 'Put the accounts in an order of your own'
  static override readonly description =
    'fill-first goes through them in this order, round-robin in turn. Accounts that are left out follow, oldest first.'
  static override readonly examples = ['<%= config.bin %> cliproxy routing order sarah john']
  static override readonly enableJsonFlag = true
  static override readonly strict = false
  static override readonly args = {
    accounts: Args.string({description: 'Accounts, the first one first', required: true, ignoreStdin: true}),
  }
  static override readonly flags = {provider: providerFlag}

  async run(): Promise<{readonly order: readonly string[]}> {
    const {argv, flags} = await this.parse(RoutingOrder)
    const {accounts} = await this.open(flags.provider)
    const wanted: string[] = []
    for (const name of argv) wanted.push((await accounts.resolve(String(name))).id)
    await accounts.arrange([...new Set(wanted)])
    const order = (await accounts.list()).map(({nickname}) => nickname)
    this.log(`The accounts are in this order now: ${order.join(', ')}.`)
    return {order}
  }
}
