import {type Login, type SignedIn, startLogin} from '../accounts/sign-in/start-login.js'
import type {DashboardHost} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {DashboardParts} from './dashboard-parts.js'
import type {QuotaReader} from './read-quota.js'

type Members = 'startLogin' | 'login' | 'finishLogin' | 'adoptLogin' | 'cancelLogin'

export interface SignIns extends Pick<DashboardHost, Members> {
  /** Ends those that still wait. */
  close(): void
}

/** How many are remembered; the oldest is forgotten first. */
const MOST = 20

/** Sign-ins that a page drives: verifier, state and tokens stay here. */
export function openSignIns({host, open, changes}: DashboardParts, quota: Pick<QuotaReader, 'renew'>): SignIns {
  const known = new Map<string, Known>()
  const find = (id: string): Known => {
    const found = known.get(id)
    if (found === undefined) throw unknown()
    return found
  }
  const keep = (login: Login, provider: string): void => {
    known.set(login.id, {login, provider})
    const [oldest] = known.keys()
    if (known.size <= MOST || oldest === undefined) return
    known.get(oldest)?.login.cancel()
    known.delete(oldest)
  }
  const tell = (): void => {
    changes.tell('login')
    changes.tell('codex')
  }
  const welcome = (provider: string, {account}: SignedIn): void => {
    tell()
    quota.renew(provider, account.id)
  }
  return {
    async startLogin(provider, {method, accountId, asDefault = false}) {
      const {provider: plugin, accounts} = await open(provider)
      const account = accountId === undefined ? undefined : await accounts.resolve(accountId)
      const login = await startLogin({provider: plugin, accounts, host}, {method, account, asDefault})
      keep(login, provider)
      login.done.then((signedIn) => welcome(provider, signedIn), tell)
      return login.view()
    },
    login: async (id) => find(id).login.view(),
    async finishLogin(id, answer) {
      const {login} = find(id)
      await login.finish(answer).catch((error) => {
        // Somebody else's tokens are a verdict of their own, which the view tells.
        if (login.view().state === 'waiting') throw error
      })
      return login.view()
    },
    async adoptLogin(id) {
      const {login, provider} = find(id)
      welcome(provider, await login.adopt())
      return login.view()
    },
    cancelLogin: async (id) => find(id).login.cancel(),
    close() {
      for (const {login} of known.values()) login.cancel()
    },
  }
}

interface Known {
  readonly login: Login
  readonly provider: string
}

function unknown(): CcsError {
  return new CcsError('There is no such sign-in any more; begin a new one.', {
    code: 'unknown_login',
    exit: EXIT.usage,
    command: 'ccs codex --auth',
  })
}
