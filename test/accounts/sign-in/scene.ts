import {type Accounts, openAccounts} from '../../../src/accounts/accounts.js'
import type {LoginContext} from '../../../src/accounts/sign-in/start-login.js'
import type {OAuthSignIn, ProviderPlugin} from '../../../src/contract/index.js'
import type {HostContext} from '../../../src/host/host-context.js'
import {openHost} from '../../../src/host/open-host.js'
import {loadProvider} from '../../../src/registry/contributions.js'
import {type Home, makeHome} from '../../homes/home.js'
import {type OpenAi, startOpenAi} from '../../openai/index.js'

/** The real provider on ports of a test's own, with the stand-in behind it and a home of its own. */
export interface SignInScene extends LoginContext {
  readonly openai: OpenAi
  readonly home: Home
  readonly host: HostContext
  readonly provider: ProviderPlugin & {readonly signIn: OAuthSignIn}
  readonly accounts: Accounts
}

export interface SceneOptions {
  /** 0 picks a free one. */
  readonly ports?: readonly number[]
  readonly clock?: HostContext['clock']
}

/** Any port of this machine is registered with the stand-in. */
const ANY_PORT = /^http:\/\/localhost:\d+\/auth\/callback$/

/** A scene on demand; what a test opened is closed when it ends. */
export function useSignIn(): (options?: SceneOptions) => Promise<SignInScene> {
  const open: SignInScene[] = []
  afterEach(async () => {
    for (const {openai, home} of open.splice(0)) {
      await openai.close()
      home.remove()
    }
  })
  return async ({ports = [0], clock} = {}) => {
    const openai = await startOpenAi({redirects: ANY_PORT})
    const home = makeHome(openai)
    const host = openHost(home.env, {...(clock && {clock})})
    const provider = onPorts(await loadProvider('codex', host), ports)
    const accounts = openAccounts({...host, provider})
    const scene = {openai, home, host, provider, accounts}
    open.push(scene)
    return scene
  }
}

export function onPorts(provider: ProviderPlugin, ports: readonly number[]): SignInScene['provider'] {
  const {signIn} = provider
  if (signIn.type !== 'oauth') throw new Error('The provider signs in with a key.')
  return {...provider, signIn: {...signIn, redirect: {...signIn.redirect, ports}}}
}

/** A browser whose owner approves at once: the page that it ends on. */
export async function browse(
  url = '',
): Promise<{readonly status: number; readonly text: string; readonly headers: Headers}> {
  const reply = await fetch(url)
  return {status: reply.status, text: await reply.text(), headers: reply.headers}
}

/** Where the sign-in page sends its visitor, without going there. */
export async function approve(url = ''): Promise<string> {
  const reply = await fetch(url, {redirect: 'manual'})
  return reply.headers.get('location') ?? `no way back: ${reply.status} ${await reply.text()}`
}

/** Whether somebody listens there. */
export async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  )
}

/** `code` and `exit` of what a promise rejects with. */
export async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no fault',
    (error: {readonly code?: string; readonly exit?: number}) => [error.code, error.exit],
  )
}
