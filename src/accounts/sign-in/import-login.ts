import {resolve} from 'node:path'
import type {Identity, OAuthSignIn, Tokens} from '../../contract/index.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import {readText} from '../../files/read-json.js'
import {identityKey} from '../account-record.js'
import type {AccountRecord} from '../accounts.js'
import {asArgument} from '../nickname.js'
import {giveNickname} from './give-nickname.js'
import type {LoginContext, SignedIn} from './login.js'
import {noSuchWay, unreadable, wrongAccount} from './sign-in-faults.js'

export interface Imported extends SignedIn {
  /** The other program's file; it is never written. */
  readonly path: string
  /** What the person must know: both sides hold one login. */
  readonly warning: string
}

type Native = NonNullable<OAuthSignIn['native']>

interface ImportContext extends Pick<LoginContext, 'provider' | 'accounts'> {
  readonly host: {readonly env: Readonly<Record<string, string | undefined>>}
}

interface ImportWish {
  /** Its file; absent is the other program's own place. */
  readonly from?: string
  readonly asDefault?: boolean
  /** It must be this one's. */
  readonly account?: AccountRecord
  /** What it is called from now on. */
  readonly nickname?: string
}

/** Takes over the login that another program keeps on this machine. */
export async function importLogin({provider, accounts, host}: ImportContext, wish: ImportWish = {}): Promise<Imported> {
  const native = provider.signIn.type === 'oauth' ? provider.signIn.native : undefined
  if (native === undefined) throw noSuchWay(provider, 'that could be taken over from another program')
  const path = resolve(wish.from ?? native.defaultPath(host.env))
  const tokens = await readLogin(path, native, provider.id)
  const identity = ownerOf(tokens, provider)
  if (wish.account !== undefined && identityKey(identity) !== identityKey(wish.account.identity))
    throw wrongAccount(provider, wish.account, identity)
  const known = (await accounts.list()).find((one) => identityKey(one.identity) === identityKey(identity))
  refuseOwnLogin(known, native, provider.id)
  const added = await accounts.add(tokens, {asDefault: wish.asDefault, sharedWith: path})
  const signedIn = await giveNickname(added, wish.nickname, {accounts})
  const {nickname} = signedIn.account
  return {
    ...signedIn,
    path,
    warning: `${native.title} and ccs now share one login of ${nickname}: when one of them refreshes or signs out, the other can be logged out. For a login of its own: ccs ${provider.id} --auth --account ${asArgument(nickname)}`,
  }
}

async function readLogin(path: string, native: Native, provider: string): Promise<Tokens> {
  const text = await readText(path)
  if (text === undefined) throw nothingThere(`There is no login of ${native.title} at ${path}.`, provider)
  try {
    return native.read(text)
  } catch (error) {
    throw nothingThere(`${path} cannot be taken over. ${(error as Error).message}`, provider)
  }
}

function ownerOf(tokens: Tokens, provider: LoginContext['provider']): Identity {
  try {
    return provider.identify(tokens)
  } catch (error) {
    throw unreadable(provider, (error as Error).message)
  }
}

/** A login of its own that works is worth more than a shared one. */
function refuseOwnLogin(known: AccountRecord | undefined, native: Native, provider: string): void {
  if (known === undefined || known.sharedWith !== undefined) return
  if (known.state.code !== 'ready' && known.state.code !== 'cooling') return
  throw new CcsError(`${known.nickname} (${known.email}) is signed in here already, with a login of its own.`, {
    code: 'already_signed_in',
    exit: EXIT.failed,
    hint: `Nothing was changed. To share the login of ${native.title} all the same, sign it out first.`,
    command: `ccs ${provider} --logout --account ${asArgument(known.nickname)}`,
  })
}

function nothingThere(message: string, provider: string): CcsError {
  return new CcsError(message, {
    code: 'nothing_to_import',
    exit: EXIT.signIn,
    hint: 'Name the file with --import=FILE, or sign in.',
    command: `ccs ${provider} --auth`,
  })
}
