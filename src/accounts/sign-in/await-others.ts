import type {AccountRecord, Accounts} from '../accounts.js'
import type {LoginContext, SignedIn} from './login.js'

/** Milliseconds between two looks. */
const PAUSE = 1000

export interface Watch {
  /** `undefined` once the signal fired. */
  readonly found: Promise<SignedIn | undefined>
}

/**
 * Looks out for another process that signs the account in, from when this resolves. A token that is merely
 * refreshed is no sign-in: only accounts that are absent or unusable now are awaited.
 */
export async function awaitOthers(
  {accounts, host: {clock}}: Pick<LoginContext, 'accounts' | 'host'>,
  wanted: AccountRecord | undefined,
  signal: AbortSignal,
): Promise<Watch> {
  const before = new Map<string, string | undefined>()
  for (const one of await accounts.list()) before.set(one.id, await tokenOfUnusable(one, accounts))
  const look = async (): Promise<SignedIn | undefined> => {
    while (!signal.aborted) {
      await clock.wait(PAUSE, signal)
      for (const account of await accounts.list()) {
        if (wanted !== undefined && account.id !== wanted.id) continue
        if (await isNewlyGood(account, before, accounts)) return {account, renewed: before.has(account.id)}
      }
    }
    return undefined
  }
  return {found: look().catch(() => undefined)}
}

async function isNewlyGood(
  account: AccountRecord,
  before: ReadonlyMap<string, string | undefined>,
  accounts: Accounts,
): Promise<boolean> {
  if (!isUsable(account)) return false
  if (!before.has(account.id)) return true
  const old = before.get(account.id)
  return old !== undefined && old !== (await accounts.tokens(account.id)).accessToken
}

/** `undefined` for one that works. */
async function tokenOfUnusable(account: AccountRecord, accounts: Accounts): Promise<string | undefined> {
  return isUsable(account) ? undefined : (await accounts.tokens(account.id)).accessToken
}

function isUsable({state}: AccountRecord): boolean {
  return state.code === 'ready' || state.code === 'cooling'
}
