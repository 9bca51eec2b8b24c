import {startBrowserLogin} from './browser-login.js'
import {startDeviceLogin} from './device-login.js'
import {startKeyLogin} from './key-login.js'
import type {Login, LoginContext, LoginWish} from './login.js'
import {noSuchWay} from './sign-in-faults.js'

export type {Login, LoginContext, LoginWish, SignedIn} from './login.js'

/** Begins a sign-in as the provider describes it. Whoever shows it ends it: `done`, `cancel` or the time limit. */
export async function startLogin(context: LoginContext, wish: LoginWish): Promise<Login> {
  const {signIn} = context.provider
  if (signIn.type === 'api-key') return startKeyLogin(context, wish, signIn)
  if (wish.method === 'key') throw noSuchWay(context.provider, 'with a key')
  return wish.method === 'device' ? startDeviceLogin(context, wish, signIn) : startBrowserLogin(context, wish, signIn)
}
