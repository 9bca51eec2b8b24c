import {homedir} from 'node:os'
import {join} from 'node:path'
import type {DeviceSignIn, Kit, OAuthSignIn, Tokens} from 'ccs/plugin'
import type {Endpoint} from './endpoint.js'
import {fieldsOf, numberOf, parse, textOf} from './fields.js'
import {expiryOf} from './identify.js'

/** Codex's public client: the one that ChatGPT plans with Codex are served for. */
export const CLIENT_ID = 'app_EMoamEEZ73f0CkXaXp7hrann'
export const SCOPES: readonly string[] = ['openid', 'email', 'profile', 'offline_access']
/** Seconds that a device code lasts. */
const DEVICE_LIFE = 15 * 60

export function signInOf(endpoint: Endpoint, kit: Kit): OAuthSignIn {
  const {issuer} = endpoint
  return {
    type: 'oauth',
    issuer,
    authorizationEndpoint: `${issuer}/oauth/authorize`,
    tokenEndpoint: `${issuer}/oauth/token`,
    clientId: CLIENT_ID,
    scopes: SCOPES,
    // The registered addresses; the issuer refuses any other.
    redirect: {host: 'localhost', ports: [1455, 1457], path: '/auth/callback'},
    authorizationParameters: {
      id_token_add_organizations: 'true',
      codex_cli_simplified_flow: 'true',
      // Asks who it is even when the browser knows: a second account can be added.
      prompt: 'login',
    },
    device: deviceSignIn(issuer, kit),
    native: {
      title: 'Codex',
      defaultPath: (env) => join(env.CODEX_HOME || join(env.HOME || homedir(), '.codex'), 'auth.json'),
      read: (text) => readNative(text, kit),
    },
  }
}

function deviceSignIn(issuer: string, kit: Kit): DeviceSignIn {
  const root = `${issuer}/api/accounts/deviceauth`
  const post = (path: string, body: object, signal: AbortSignal) =>
    kit.http.request({
      method: 'POST',
      url: `${root}/${path}`,
      headers: {'content-type': 'application/json', accept: 'application/json'},
      body: JSON.stringify(body),
      signal,
    })
  return {
    verificationPage: `${issuer}/codex/device`,
    hint: 'Device sign-in may be off: allow it in ChatGPT under Settings, Security. A workspace may forbid it.',
    async start(signal) {
      const reply = await post('usercode', {client_id: CLIENT_ID}, signal)
      const body = fieldsOf(parse(await reply.text()))
      const handle = textOf(body.device_auth_id)
      const userCode = textOf(body.user_code) ?? textOf(body.usercode)
      if (!isOk(reply.status) || handle === undefined || userCode === undefined)
        throw new Error(`The issuer gave no device code (status ${reply.status}).`)
      const expiresInSeconds = numberOf(body.expires_in) ?? DEVICE_LIFE
      return {
        userCode,
        handle: `${handle} ${userCode}`,
        intervalSeconds: numberOf(body.interval) ?? 5,
        expiresInSeconds,
      }
    },
    async poll(handle, signal) {
      const [device_auth_id, user_code] = handle.split(' ')
      const reply = await post('token', {device_auth_id, user_code}, signal)
      // Pending is told by these two.
      if (reply.status === 403 || reply.status === 404) return undefined
      const body = fieldsOf(parse(await reply.text()))
      const code = textOf(body.authorization_code)
      const verifier = textOf(body.code_verifier)
      if (!isOk(reply.status) || code === undefined || verifier === undefined)
        throw new Error(`The issuer ended the device sign-in (status ${reply.status}).`)
      return {code, verifier, redirectUri: `${issuer}/deviceauth/callback`}
    },
  }
}

/** `auth.json` of Codex. */
function readNative(text: string, kit: Kit): Tokens {
  const tokens = fieldsOf(fieldsOf(parse(text)).tokens)
  const accessToken = textOf(tokens.access_token)
  const refreshToken = textOf(tokens.refresh_token)
  if (accessToken === undefined || refreshToken === undefined)
    throw new Error(
      'It holds no ChatGPT login: Codex may be signed in with an API key, or keep its login in a keyring.',
    )
  return {
    accessToken,
    refreshToken,
    idToken: textOf(tokens.id_token),
    accountId: textOf(tokens.account_id),
    expiresAt: expiryOf(accessToken, undefined, kit),
  }
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300
}
