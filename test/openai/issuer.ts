import {createHash, randomBytes} from 'node:crypto'
import {type Exchange, redirect, sendJson, sendText} from './exchange.js'
import {type Json, object} from './json.js'
import {makeAccessToken, makeIdToken} from './jwt.js'
import type {Person} from './people.js'

export const CLIENT_ID = 'app_EMoamEEZ73f0CkXaXp7hrann'
const TEN_DAYS = 864_000
const REDIRECTS = /^http:\/\/(localhost|127\.0\.0\.1):(1455|1457)\/auth\/callback$/

export interface IssuerOptions {
  readonly now: () => number
  readonly issuer: () => string
  /** Redirect addresses that the client is registered with. */
  readonly redirects?: RegExp
}

/** What a request gets in place of its answer. */
export interface IssuerFault {
  readonly status: number
  readonly body: unknown
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function sendFault(exchange: Exchange, {status, body, type = 'application/json', headers}: IssuerFault): void {
  sendText(exchange, status, type, typeof body === 'string' ? body : JSON.stringify(body), headers)
}

export interface TokenSet {
  readonly id_token: string
  readonly access_token: string
  readonly refresh_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
}

interface Grant {
  readonly person: Person
  readonly challenge: string
  readonly redirectUri: string
}

/** All tokens that come from one sign-in; a reused refresh token ends them all when it happens again. */
interface Family {
  readonly person: Person
  current: string
  revoked: boolean
}

/** Codes, tokens and who owns them. */
export class Issuer {
  /** Who the next authorize page signs in; `undefined` is somebody who clicks "cancel". */
  visitor: Person | undefined
  /** Seconds that new access tokens live. */
  lifetime = TEN_DAYS
  /** Answers to the next token requests, each used once. */
  readonly faults: IssuerFault[] = []
  /** Called before a token request is answered: a gate for races. */
  beforeToken: () => Promise<void> | void = () => undefined
  readonly #grants = new Map<string, Grant>()
  readonly #families = new Map<string, Family>()
  readonly #access = new Map<string, {readonly family: Family; readonly expiresAt: number}>()
  #serial = 0

  constructor(
    private readonly options: IssuerOptions,
    visitor: Person,
  ) {
    this.visitor = visitor
  }

  /** Tokens without the ceremony, as from a sign-in of before. */
  issue(person: Person, lifetime = this.lifetime): TokenSet {
    return this.#mint({person, current: '', revoked: false}, lifetime)
  }

  /** A code as the authorize page would give it out. */
  grant(person: Person, challenge: string, redirectUri: string): string {
    const code = `ac_${randomBytes(16).toString('base64url')}`
    this.#grants.set(code, {person, challenge, redirectUri})
    return code
  }

  /** The owner of a token that is good now, else why it is not. */
  check(accessToken: string): Person | 'token_expired' | 'token_invalidated' | 'unknown' {
    const held = this.#access.get(accessToken)
    if (held === undefined) return 'unknown'
    if (held.family.revoked) return 'token_invalidated'
    return held.expiresAt <= this.options.now() ? 'token_expired' : held.family.person
  }

  /** Ends one access token before its time: the backend says 401 from now on. */
  expire(accessToken: string): void {
    const held = this.#access.get(accessToken)
    if (held !== undefined) this.#access.set(accessToken, {...held, expiresAt: 0})
  }

  /** Ends everything of a person, as a changed password does. */
  revokeAll(person: Person): void {
    for (const family of this.#families.values()) if (family.person === person) family.revoked = true
  }

  authorize(exchange: Exchange): void {
    const asked = exchange.seen.query
    const fault = this.#faultOf(asked)
    if (fault !== undefined) {
      sendText(exchange, 400, 'text/html', `<h1>Sign-in refused</h1><p>${fault}</p>`)
      return
    }
    const back = new URL(asked.redirect_uri ?? '')
    if (this.visitor === undefined) back.searchParams.set('error', 'access_denied')
    else back.searchParams.set('code', this.grant(this.visitor, asked.code_challenge ?? '', asked.redirect_uri ?? ''))
    if (asked.state !== undefined) back.searchParams.set('state', asked.state)
    redirect(exchange, back.href)
  }

  async token(exchange: Exchange): Promise<void> {
    await this.beforeToken()
    const fault = this.faults.shift()
    if (fault !== undefined) {
      sendFault(exchange, fault)
      return
    }
    const {status, body} = this.#answer(object(exchange.seen.body))
    sendJson(exchange, status, body)
  }

  revoke(exchange: Exchange): void {
    const {token} = object(exchange.seen.body)
    const family = this.#families.get(String(token)) ?? this.#access.get(String(token))?.family
    if (family !== undefined) family.revoked = true
    sendJson(exchange, 200, {})
  }

  #faultOf(asked: Readonly<Record<string, string>>): string | undefined {
    if (asked.client_id !== CLIENT_ID) return 'unknown client_id'
    if (asked.response_type !== 'code') return 'response_type must be code'
    if (!(this.options.redirects ?? REDIRECTS).test(asked.redirect_uri ?? ''))
      return 'redirect_uri is not registered for this client'
    if (asked.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(asked.code_challenge ?? ''))
      return 'PKCE with S256 is required'
    if (!(asked.scope ?? '').split(' ').includes('offline_access')) return 'scope must have offline_access'
    return (asked.state ?? '').length < 8 ? 'state is too short' : undefined
  }

  #answer(asked: Json): TokenReply {
    if (asked.client_id !== CLIENT_ID) return refuse(401, 'invalid_client', 'Unknown client.')
    if (asked.grant_type === 'authorization_code') return this.#exchange(asked)
    if (asked.grant_type === 'refresh_token') return this.#refresh(asked)
    return refuse(400, 'unsupported_grant_type', 'Unsupported grant type.')
  }

  #exchange(asked: Json): TokenReply {
    const grant = this.#grants.get(String(asked.code))
    this.#grants.delete(String(asked.code))
    const challenge = createHash('sha256').update(String(asked.code_verifier)).digest('base64url')
    if (grant === undefined || grant.challenge !== challenge || grant.redirectUri !== asked.redirect_uri)
      return refuse(400, 'invalid_grant', 'The code is invalid, expired or was issued for another request.')
    return {status: 200, body: this.issue(grant.person)}
  }

  #refresh(asked: Json): TokenReply {
    const token = String(asked.refresh_token)
    const family = this.#families.get(token)
    if (family === undefined)
      return refuse(401, 'refresh_token_invalidated', 'Your refresh token is not valid. Please sign in again.')
    if (family.revoked) return refuse(401, 'refresh_token_revoked', 'Your session was ended. Please sign in again.')
    if (family.current !== token)
      return refuse(
        401,
        'refresh_token_reused',
        'Your refresh token has already been used to generate a new access token. Please try signing in again.',
      )
    return {status: 200, body: this.#mint(family, this.lifetime)}
  }

  #mint(family: Family, lifetime: number): TokenSet {
    const now = this.options.now()
    const serial = ++this.#serial
    const expiresAt = now + lifetime * 1000
    const access = makeAccessToken(family.person, this.options.issuer(), now, expiresAt, serial)
    family.current = `rt_${serial}_${randomBytes(24).toString('base64url')}`
    this.#families.set(family.current, family)
    this.#access.set(access, {family, expiresAt})
    return {
      id_token: makeIdToken(family.person, this.options.issuer(), now),
      access_token: access,
      refresh_token: family.current,
      token_type: 'Bearer',
      expires_in: lifetime,
      scope: 'openid profile email offline_access',
    }
  }
}

interface TokenReply {
  readonly status: number
  readonly body: unknown
}

function refuse(status: number, code: string, message: string): TokenReply {
  return {status, body: {error: {message, type: 'invalid_request_error', param: null, code}}}
}
