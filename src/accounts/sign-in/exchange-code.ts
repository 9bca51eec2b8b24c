import type {Http, OAuthSignIn, ProviderPlugin, Tokens} from '../../contract/index.js'
import {CcsError, EXIT} from '../../errors/ccs-error.js'
import {parseJson} from '../../protocols/json.js'
import {quote} from '../../protocols/quote.js'
import {expiryOf} from '../jwt.js'
import {refused} from './sign-in-faults.js'

/** A code, and what proves that we asked for it. */
export interface Grant {
  readonly code: string
  readonly verifier: string
  /** Byte for byte as in the authorize address. */
  readonly redirectUri: string
}

interface Context {
  readonly provider: Pick<ProviderPlugin, 'id' | 'title'>
  readonly signIn: OAuthSignIn
  readonly http: Http
  readonly now: () => number
  readonly signal: AbortSignal
}

/** The authorization-code grant. A refusal becomes ours here. */
export async function exchangeCode(grant: Grant, context: Context): Promise<Tokens> {
  const oauth = await import('oauth4webapi')
  const {signIn, http, signal} = context
  const {issuer, authorizationEndpoint, tokenEndpoint, clientId} = signIn
  const server = {issuer, authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint}
  const client = {client_id: clientId}
  const callback = new URLSearchParams({code: grant.code})
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    oauth.validateAuthResponse(server, client, callback, oauth.skipStateCheck),
    grant.redirectUri,
    grant.verifier,
    {
      signal,
      [oauth.customFetch]: fetchThrough(http, signal),
      [oauth.allowInsecureRequests]: isOnThisMachine(tokenEndpoint),
    },
  )
  if (!response.ok) throw await refusalOf(response, context)
  return tokensOf(await response.text(), context)
}

/**
 * The access token has to be there, all else is taken as it comes: OpenAI's own clients check nothing of the tokens
 * that the token endpoint itself hands out, and whose they are is the provider's to read.
 */
function tokensOf(text: string, context: Context): Tokens {
  const answer = objectOf(text)
  if (answer === undefined) throw unusable('it is no JSON object', context)
  const accessToken = filled(answer.access_token)
  if (accessToken === undefined) throw unusable('it holds no access_token', context)
  const seconds = Number(answer.expires_in)
  const ends = [seconds > 0 ? context.now() + seconds * 1000 : undefined, expiryOf(accessToken)]
  const known = ends.filter((end) => end !== undefined)
  return {
    accessToken,
    refreshToken: filled(answer.refresh_token),
    idToken: filled(answer.id_token),
    ...(known.length > 0 && {expiresAt: Math.min(...known)}),
  }
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
}

/** The kit's client as the library wants it: proxies, certificates and time limits are those of every other request. */
function fetchThrough(http: Http, signal: AbortSignal) {
  return async (
    url: string,
    {headers, body}: {readonly headers: Record<string, string>; readonly body: URLSearchParams},
  ) => {
    const asked = {...headers, 'content-type': 'application/x-www-form-urlencoded'}
    const reply = await http.request({method: 'POST', url, headers: asked, body: body.toString(), signal})
    return new Response((await reply.text()) || null, {status: reply.status, headers: reply.headers})
  }
}

/** Plain http never leaves this machine. */
function isOnThisMachine(url: string): boolean {
  const {protocol, hostname} = new URL(url)
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

async function refusalOf(response: Response, {provider}: Context): Promise<CcsError> {
  const text = await response.text()
  const {status} = response
  if (/text\/html/i.test(response.headers.get('content-type') ?? '') || /^\s*</.test(text))
    return upstream(
      'network_blocked',
      `A web page answered in place of the sign-in server of ${provider.title} (status ${status}): a proxy, a login page of the network or a block stands between.`,
    )
  const {code, message} = wordsOf(text)
  if (/country|region/.test(code))
    return upstream('region_blocked', `${provider.title} does not serve the country or region of this network.`)
  const why = quote([message.replace(/\.$/, ''), code && `(${code})`].filter(Boolean).join(' ')) || `status ${status}`
  if (status === 400 || status === 401) return refused(provider, why)
  return upstream('server_error', `The sign-in server of ${provider.title} answered ${status}: ${why}.`)
}

/** OAuth says `error` and `error_description`; others put an object there, or a `code` beside it. */
function wordsOf(text: string): {readonly code: string; readonly message: string} {
  const body = objectOf(text) ?? {}
  const nested = Object(body.error) as Readonly<Record<string, unknown>>
  const code = [nested.code, body.error, body.code].find((each) => typeof each === 'string') ?? ''
  const message = [nested.message, body.error_description, body.message].find((each) => typeof each === 'string')
  return {code: String(code), message: String(message ?? '')}
}

function upstream(code: string, message: string): CcsError {
  return new CcsError(message, {
    code,
    exit: EXIT.upstream,
    hint: 'Nothing was changed. Check the network, wait a little and sign in again.',
  })
}

function unusable(reason: string, {provider}: Context): CcsError {
  return upstream('server_error', `The sign-in server of ${provider.title} gave an answer that is no token: ${reason}.`)
}
