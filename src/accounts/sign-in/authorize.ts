import type {OAuthSignIn} from '../../contract/index.js'

/** One request for a code: the page to open, and what its answer is held against. */
export interface Authorization {
  readonly url: string
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
}

/** PKCE with S256. */
export async function makeAuthorization(signIn: OAuthSignIn, port: number): Promise<Authorization> {
  const {calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState} = await import('oauth4webapi')
  const verifier = generateRandomCodeVerifier()
  const state = generateRandomState()
  const redirectUri = `http://${signIn.redirect.host}:${port}${signIn.redirect.path}`
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: signIn.clientId,
    redirect_uri: redirectUri,
    scope: signIn.scopes.join(' '),
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...signIn.authorizationParameters,
  })
  // Not every server reads a plus as a space.
  return {url: `${signIn.authorizationEndpoint}?${query}`.replaceAll('+', '%20'), state, verifier, redirectUri}
}
