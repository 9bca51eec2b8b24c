import type {ProviderPlugin} from '../contract/index.js'
import {whyNotSaved} from '../errors/why-not-saved.js'
import type {AccountRecord, Accounts} from './accounts.js'

/** What became of one account; each of the two is tried whatever the other does. */
export interface SignedOut {
  readonly account: AccountRecord
  /** The provider ended the login. */
  readonly revoked: boolean
  /** The tokens are gone from this machine. */
  readonly deleted: boolean
  /** What did not work, or was left alone; `null` when both did. */
  readonly message: string | null
}

/** Milliseconds for the provider to take it back. */
const PATIENCE = 10_000

interface Context {
  readonly provider: Pick<ProviderPlugin, 'title' | 'revoke'>
  readonly accounts: Accounts
}

/** All at once: with the network down, it takes as long as one. */
export function signOut(targets: readonly AccountRecord[], context: Context): Promise<readonly SignedOut[]> {
  return Promise.all(targets.map((account) => signOutOne(account, context)))
}

async function signOutOne(account: AccountRecord, context: Context): Promise<SignedOut> {
  const notRevoked = await revoke(account, context)
  const notDeleted = await context.accounts.remove(account.id).then(() => undefined, faultOf)
  const told = [
    notRevoked,
    notDeleted && `${account.tokenFile} could not be deleted: ${whyNotSaved(notDeleted)}.`,
  ].filter((each) => each !== undefined)
  return {
    account,
    revoked: notRevoked === undefined,
    deleted: notDeleted === undefined,
    message: told.length === 0 ? null : told.join(' '),
  }
}

/** `undefined` when it worked. */
async function revoke(account: AccountRecord, {provider, accounts}: Context): Promise<string | undefined> {
  if (account.sharedWith !== undefined) return `Not revoked: ${account.sharedWith} keeps the same login.`
  if (provider.revoke === undefined) return `${provider.title} has no way to revoke a login.`
  try {
    await provider.revoke(await accounts.tokens(account.id), AbortSignal.timeout(PATIENCE))
    return undefined
  } catch (error) {
    return `Not revoked: ${(error as Error).message}`
  }
}

function faultOf(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error
}
