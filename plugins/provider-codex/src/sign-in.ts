import {homedir} from 'node:os'
import {join} from 'node:path'
import type {DeviceSignIn, Kit, OAuthSignIn, Tokens} from 'ccs/plugin'
import {CLIENT_ID} from './client-id.js'
import type {Endpoint} from './endpoint.js'
import {fieldsOf, parse, textOf} from './fields.js'
import {expiryOf} from './identify.js'

export const SCOPES: readonly string[] = ['openid', 'email', 'profile', 'offline_access']

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
  return {
    verificationPage: `${issuer}/codex/device`,
    hint: 'Device sign-in may be off: allow it in ChatGPT under Settings, Security. A workspace may forbid it.',
    start: async (signal) => (await import('./device.js')).start(issuer, kit, signal),
    poll: async (handle, signal) => (await import('./device.js')).poll(handle, issuer, kit, signal),
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
