import type {FaultKind, Kit, Tokens, TurnFault} from 'ccs/plugin'
import {CLIENT_ID} from './client-id.js'
import type {Endpoint} from './endpoint.js'
import {fieldsOf, textOf} from './fields.js'
import {expiryOf} from './identify.js'
import {codeOf, faultBetween, passing} from './issuer-faults.js'

/** What the issuer says when a refresh token will never work again. */
const DEAD: Readonly<Record<string, readonly [FaultKind, string]>> = {
  refresh_token_expired: ['needs-reauth', 'The sign-in is too old.'],
  refresh_token_reused: ['needs-reauth', 'Another program used its refresh token.'],
  refresh_token_invalidated: ['revoked', 'The sign-in was ended at OpenAI.'],
  refresh_token_revoked: ['revoked', 'The sign-in was revoked at OpenAI.'],
  app_session_terminated: ['revoked', 'The sign-in was ended at OpenAI.'],
  account_deactivated: ['deactivated', 'OpenAI deactivated the account.'],
  deactivated_workspace: ['deactivated', 'OpenAI deactivated the workspace.'],
  invalid_grant: ['needs-reauth', 'OpenAI no longer accepts the sign-in.'],
}

export async function refresh(tokens: Tokens, {issuer}: Endpoint, kit: Kit, signal: AbortSignal): Promise<Tokens> {
  const reply = await kit.oauth.refresh({
    tokenEndpoint: `${issuer}/oauth/token`,
    clientId: CLIENT_ID,
    refreshToken: tokens.refreshToken ?? '',
    signal,
  })
  const body = fieldsOf(reply.body)
  const accessToken = textOf(body.access_token)
  const refreshToken = textOf(body.refresh_token)
  const isAnswer = reply.status === 200 && (accessToken ?? refreshToken) !== undefined
  if (!isAnswer) throw kit.turnError(faultOf(reply, kit.clock.now()))
  return {
    ...tokens,
    ...(accessToken !== undefined && {accessToken, expiresAt: expiryOf(accessToken, body.expires_in, kit)}),
    // Alone, too: the one before is worth nothing from here.
    refreshToken: refreshToken ?? tokens.refreshToken,
    idToken: textOf(body.id_token) ?? tokens.idToken,
  }
}

/** Best effort; rejects when the issuer did not take it. */
export async function revoke(tokens: Tokens, {issuer}: Endpoint, kit: Kit, signal: AbortSignal): Promise<void> {
  const {refreshToken, accessToken} = tokens
  const reply = await kit.http.request({
    method: 'POST',
    url: `${issuer}/oauth/revoke`,
    headers: {'content-type': 'application/json', accept: 'application/json'},
    body: JSON.stringify(
      refreshToken === undefined
        ? {token: accessToken, token_type_hint: 'access_token'}
        : {token: refreshToken, token_type_hint: 'refresh_token', client_id: CLIENT_ID},
    ),
    signal,
  })
  await reply.text()
  if (reply.status < 200 || reply.status >= 300) throw kit.turnError(passing(reply, kit.clock.now()))
}

function faultOf(reply: Awaited<ReturnType<Kit['oauth']['refresh']>>, now: number): TurnFault {
  const between = faultBetween(reply)
  if (between !== undefined) return between
  const {status} = reply
  const code = codeOf(reply)
  const [kind, message] = (Object.hasOwn(DEAD, code) ? DEAD[code] : undefined) ?? []
  if (kind !== undefined && message !== undefined) return {blame: 'account', kind, message, status}
  // Codex itself takes every 400 and 401 as final; anything else passes.
  return status === 400 || status === 401
    ? {blame: 'account', kind: 'needs-reauth', message: `OpenAI refused the sign-in${code && ` (${code})`}.`, status}
    : passing(reply, now)
}
