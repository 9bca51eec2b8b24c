import {type Login, startLogin} from '../accounts/sign-in/start-login.js'
import type {DashboardHost} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {DashboardParts} from './dashboard-parts.js'

type Members = 'startLogin' | 'login' | 'finishLogin' | 'adoptLogin' | 'cancelLogin'

export interface SignIns extends Pick<DashboardHost, Members> {
  /** Ends those that still wait. */
  close(): void
}

/** How many are remembered; the oldest is forgotten first. */
const MOST = 20

/** Sign-ins that a page drives: verifier, state and tokens stay here. */
export function openSignIns({host, open, changes}: DashboardParts): SignIns {
  const logins = new Map<string, Login>()
  const find = (id: string): Login => {
    const found = logins.get(id)
    if (found === undefined) throw unknown()
    return found
  }
  const keep = (login: Login): void => {
    logins.set(login.id, login)
    const [oldest] = logins.keys()
    if (logins.size > MOST && oldest !== undefined) {
      logins.get(oldest)?.cancel()
      logins.delete(oldest)
    }
  }
  const tell = (): void => {
    changes.tell('login')
    changes.tell('codex')
  }
  return {
    async startLogin(provider, {method, accountId, asDefault = false}) {
      const {provider: plugin, accounts} = await open(provider)
      const account = accountId === undefined ? undefined : await accounts.resolve(accountId)
      const login = await startLogin({provider: plugin, accounts, host}, {method, account, asDefault})
      keep(login)
      login.done.then(tell, tell)
      return login.view()
    },
    login: async (id) => find(id).view(),
    async finishLogin(id, answer) {
      const login = find(id)
      await login.finish(answer).catch((error) => {
        // Somebody else's tokens are a verdict of their own, which the view tells.
        if (login.view().state === 'waiting') throw error
      })
      return login.view()
    },
    async adoptLogin(id) {
      const login = find(id)
      await login.adopt()
      tell()
      return login.view()
    },
    cancelLogin: async (id) => find(id).cancel(),
    close() {
      for (const login of logins.values()) login.cancel()
    },
  }
}

function unknown(): CcsError {
  return new CcsError('There is no such sign-in any more; begin a new one.', {
    code: 'unknown_login',
    exit: EXIT.usage,
    command: 'ccs codex --auth',
  })
}
