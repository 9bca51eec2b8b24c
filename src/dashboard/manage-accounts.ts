import {signOut} from '../accounts/sign-out.js'
import type {DashboardHost} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {DashboardParts} from './dashboard-parts.js'

type Members = 'renameAccount' | 'useAccount' | 'pauseAccount' | 'resumeAccount' | 'removeAccount' | 'clearCooldown'

/** What the account commands do. */
export function manageAccounts({open, desk, changes}: DashboardParts): Pick<DashboardHost, Members> {
  const change = async (
    provider: string,
    id: string,
    work: (accounts: Awaited<ReturnType<typeof open>>['accounts']) => Promise<unknown>,
  ): Promise<void> => {
    const {accounts} = await open(provider)
    if (!(await accounts.list()).some((one) => one.id === id)) throw unknownAccount(provider)
    await work(accounts)
    changes.tell('codex')
  }
  return {
    renameAccount: (provider, id, nickname) => change(provider, id, (accounts) => accounts.rename(id, nickname)),
    useAccount: (provider, id) => change(provider, id, (accounts) => accounts.use(id)),
    pauseAccount: (provider, id) => change(provider, id, (accounts) => accounts.pause(id)),
    resumeAccount: (provider, id) => change(provider, id, (accounts) => accounts.resume(id)),
    async removeAccount(provider, id) {
      const {provider: plugin, accounts} = await open(provider)
      await change(provider, id, async () => {
        const targets = (await accounts.list()).filter((one) => one.id === id)
        const kept = (await signOut(targets, {provider: plugin, accounts})).find(({deleted}) => !deleted)
        if (kept !== undefined) throw notDeleted(kept.message ?? '')
      })
    },
    async clearCooldown(account) {
      await (await desk()).clearCooldown('codex', account)
      changes.tell('codex')
    },
  }
}

export function unknownAccount(provider: string): CcsError {
  return new CcsError('There is no such account any more.', {
    code: 'unknown_account',
    exit: EXIT.usage,
    command: `ccs ${provider} --accounts`,
  })
}

function notDeleted(message: string): CcsError {
  return new CcsError(message, {code: 'cannot_delete', exit: EXIT.failed, command: 'ccs doctor'})
}
