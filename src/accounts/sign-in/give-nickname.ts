import {CcsError} from '../../errors/ccs-error.js'
import {explainError} from '../../errors/explain-error.js'
import type {LoginContext, SignedIn} from './login.js'

/** What just signed in, under the name that was asked for. Rejects when it cannot be called so; it stays signed in. */
export async function giveNickname(
  signedIn: SignedIn,
  nickname: string | undefined,
  {accounts}: Pick<LoginContext, 'accounts'>,
): Promise<SignedIn> {
  if (nickname === undefined) return signedIn
  const {id, nickname: before, email} = signedIn.account
  await accounts.rename(id, nickname).catch((error) => {
    const {message, code, exit} = explainError(error)
    throw new CcsError(message, {code, exit, hint: `${email || id} is signed in all the same, as ${before}.`})
  })
  return {...signedIn, account: await accounts.resolve(id)}
}
