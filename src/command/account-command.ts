import * as Args from '@oclif/core/args'
import type {AccountRecord, Accounts} from '../accounts/accounts.js'
import {accountsOf} from '../accounts/accounts-of.js'
import type {ProviderPlugin} from '../contract/index.js'
import type {HostContext} from '../host/host-context.js'
import {openPlanningHost} from '../host/open-planning-host.js'
import {loadProvider} from '../registry/contributions.js'
import {warn} from '../session/terminal.js'
import {BaseCommand} from './base-command.js'

/** Which account is meant, as people write it. */
export const accountArgument = Args.string({
  description: 'Nickname, e-mail, id or the beginning of one',
  required: true,
  ignoreStdin: true,
})

export interface AccountDesk {
  readonly host: HostContext
  readonly provider: ProviderPlugin
  readonly accounts: Accounts
}

/** A command over the accounts of one provider. */
export abstract class AccountCommand extends BaseCommand {
  protected async open(id: string): Promise<AccountDesk> {
    const host = openPlanningHost(process.env, {note: warn})
    const provider = await loadProvider(id, host)
    return {host, provider, accounts: accountsOf(provider, host)}
  }

  /** Does it to the account that is named, and gives it back as it is then. */
  protected async change(
    wish: {readonly account: string; readonly provider: string},
    work: (accounts: Accounts, account: AccountRecord) => Promise<unknown>,
  ): Promise<AccountRecord> {
    const {accounts} = await this.open(wish.provider)
    const account = await accounts.resolve(wish.account)
    await work(accounts, account)
    return accounts.resolve(account.id)
  }
}
