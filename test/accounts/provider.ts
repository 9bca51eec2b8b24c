import {claimsOf} from '../../src/accounts/jwt.js'
import type {Identity, Log, ProviderPlugin, Tokens} from '../../src/contract/index.js'

export const SILENT: Log = {debug: () => undefined, info: () => undefined, warn: () => undefined}

/** A clock that a test sets; waiting is over at once. */
export function clockAt(start: number) {
  let now = start
  return {
    now: () => now,
    wait: async (milliseconds: number) => {
      now += milliseconds
    },
    set: (to: number) => {
      now = to
    },
  }
}

export function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({alg: 'none'})}.${part(claims)}.x`
}

export interface Person {
  readonly account: string
  readonly user: string
  readonly email: string
  readonly plan?: string
}

export const JOHN: Person = {account: 'acct-1', user: 'user-1', email: 'john@example.com', plan: 'plus'}
export const SARAH: Person = {account: 'acct-2', user: 'user-2', email: 'sarah@company.com', plan: 'team'}

/** `serial` tells one generation of tokens from the next. */
export function tokensOf(person: Person, expiresAt: number, serial = 0): Tokens {
  return {
    accessToken: jwt({...person, serial, exp: Math.floor(expiresAt / 1000)}),
    refreshToken: `refresh-${person.user}-${serial}`,
    idToken: jwt({...person}),
    expiresAt,
  }
}

export function identify(tokens: Tokens): Identity {
  const claims = claimsOf(tokens.idToken) ?? claimsOf(tokens.accessToken)
  if (claims === undefined) throw new Error('no claims')
  const {account, user, email, plan} = claims as unknown as Person
  return {accountId: account, userId: user, email, plan}
}

export function provider(refresh?: ProviderPlugin['refresh']): Pick<ProviderPlugin, 'id' | 'identify' | 'refresh'> {
  return {id: 'codex', identify, refresh}
}
