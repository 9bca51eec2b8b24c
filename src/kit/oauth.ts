import {claimsOf} from '../accounts/jwt.js'
import type {Environment, OAuth} from '../contract/index.js'
import {proxyFor} from './choose-proxy.js'
import {explainNetwork} from './explain-network.js'
import {flattenHeaders} from './flatten-headers.js'

/** Milliseconds for the issuer to answer. */
const PATIENCE = 30_000

/** got, loaded with the first refresh. */
export function makeOAuth(env: Environment): OAuth {
  return {
    async refresh({tokenEndpoint, clientId, refreshToken, scopes, signal}) {
      const form = {
        grant_type: 'refresh_token',
        client_id: clientId,
        refresh_token: refreshToken,
        ...(scopes && {scope: scopes.join(' ')}),
      }
      const [{default: got}, {ProxyAgent}] = await Promise.all([import('got'), import('proxy-agent')])
      const agent = new ProxyAgent({getProxyForUrl: (url) => proxyFor(url, env)})
      try {
        const reply = await got.post(tokenEndpoint, {
          form,
          agent: {http: agent, https: agent},
          headers: {accept: 'application/json', 'user-agent': 'ccs'},
          signal,
          timeout: {request: PATIENCE},
          // A refresh token works once: whether to ask again is decided by who knows what the answer means.
          retry: {limit: 0},
          followRedirect: false,
          throwHttpErrors: false,
        })
        return {
          status: reply.statusCode,
          headers: flattenHeaders(reply.headers),
          body: parse(reply.body),
          text: reply.body,
        }
      } catch (error) {
        throw explainNetwork(error, tokenEndpoint, signal)
      }
    },
    claims(token) {
      const claims = claimsOf(token)
      if (claims === undefined) throw new Error('the token is no JWT')
      return claims
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
