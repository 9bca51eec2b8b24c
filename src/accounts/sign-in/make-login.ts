import {randomUUID} from 'node:crypto'
import type {LoginMethod} from '../../contract/index.js'
import type {Login} from './login.js'
import type {Outcome} from './login-outcome.js'

interface Shown extends Pick<Login, 'authorizeUrl' | 'port' | 'userCode' | 'verificationPage' | 'finish'> {
  readonly method: LoginMethod
  readonly notes?: readonly string[]
}

/** The handle that is given out: what is shown, how it goes, what may be done. */
export function makeLogin(outcome: Outcome, {method, notes = [], ...shown}: Shown): Login {
  const id = randomUUID()
  const {expiresAt, done, adopt, cancel} = outcome
  return {
    ...shown,
    id,
    notes,
    expiresAt,
    done,
    adopt,
    cancel,
    view: () => ({
      loginId: id,
      method,
      authorizeUrl: shown.authorizeUrl ?? null,
      userCode: shown.userCode ?? null,
      verificationPage: shown.verificationPage ?? null,
      expiresAt: new Date(expiresAt).toISOString(),
      ...outcome.state(),
    }),
  }
}
