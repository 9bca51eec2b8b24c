import type {Environment, OAuth} from '../contract/index.js'
import {proxyFor} from './choose-proxy.js'
import {explainNetwork} from './explain-network.js'
import {flattenHeaders} from './flatten-headers.js'
import {trustOf} from './trust.js'

export type RefreshRequest = Omit<Parameters<OAuth['refresh']>[0], 'signal'>

/** The reply as it came. */
export interface RefreshReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Milliseconds for the issuer to answer. */
export const PATIENCE = 30_000

/** The standard refresh grant, by got, loaded with the first refresh. */
export async function postRefresh(
  {tokenEndpoint, clientId, refreshToken, scopes}: RefreshRequest,
  env: Environment,
  signal: AbortSignal,
): Promise<RefreshReply> {
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
    ...(scopes && {scope: scopes.join(' ')}),
  }
  const [{default: got}, {ProxyAgent}] = await Promise.all([import('got'), import('proxy-agent')])
  const agent = new ProxyAgent({getProxyForUrl: (url) => proxyFor(url, env), ...(await trustOf(env))})
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
    return {status: reply.statusCode, headers: flattenHeaders(reply.headers), text: reply.body}
  } catch (error) {
    throw explainNetwork(error, tokenEndpoint, signal, env)
  }
}
