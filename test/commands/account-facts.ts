import {readFileSync} from 'node:fs'
import {identityKey} from '../../src/accounts/account-record.js'
import {readTokenFile} from '../../src/accounts/token-file.js'
import type {Home} from '../homes/home.js'
import type {Person} from '../openai/index.js'

export const idOf = ({accountId, userId, email}: Person) => identityKey({accountId, userId, email})

/** An account as `--json` lists it, when nothing has happened to it yet. */
export function listed(home: Home, person: Person, over: object = {}) {
  const file = `${home.ccs}/cliproxy/auth/codex-${person.accountId}-${person.email}.json`
  const {expiresAt = 0} = readTokenFile(readFileSync(file, 'utf8'), file).tokens
  return {
    id: idOf(person),
    nickname: person.email.split('@')[0],
    email: person.email,
    plan: person.plan,
    default: false,
    paused: false,
    state: {code: 'ready', until: null, message: null},
    tokenExpiresAt: new Date(expiresAt).toISOString(),
    lastUsedAt: null,
    ...over,
  }
}
