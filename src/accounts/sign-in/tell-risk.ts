import type {AccountRecord} from '../accounts.js'
import type {LoginContext} from './login.js'
import type {Terminal} from './terminal.js'

/** Before a second account: what the provider may make of several. An account that is named is there already. */
export async function tellRisk(
  {provider, accounts}: Pick<LoginContext, 'provider' | 'accounts'>,
  account: AccountRecord | undefined,
  {stderr}: Pick<Terminal, 'stderr'>,
): Promise<void> {
  if (account !== undefined || (await accounts.list()).length === 0) return
  stderr.write(
    `Several accounts: ${provider.title} may suspend accounts that are used in turn to get around limits, or shared.\n` +
      'Add only accounts that are your own. ccs does nothing to hide that they are used from one place.\n',
  )
}
