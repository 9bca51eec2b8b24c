import type {Agent, request} from 'node:http'
import type {Environment} from '../contract/index.js'
import {proxyFor} from './choose-proxy.js'

/** How requests to one host leave this machine, with the connections that are kept for it. */
export interface WayOut {
  readonly request: typeof request
  readonly agent: Agent
}

const ways = new Map<string, Promise<WayOut>>()

/** One pool for each way out, whoever asks. TLS and HTTP proxies are loaded where they are needed first. */
export function wayOut(url: string, env: Environment): Promise<WayOut> {
  const isSecure = url.startsWith('https:')
  const isProxied = proxyFor(url, env) !== ''
  const key = `${isSecure} ${isProxied && JSON.stringify(proxyVariables(env))}`
  const known = ways.get(key)
  if (known !== undefined) return known
  const opening = open(isSecure, isProxied, env)
  ways.set(key, opening)
  return opening
}

async function open(isSecure: boolean, isProxied: boolean, env: Environment): Promise<WayOut> {
  const {request, Agent} = isSecure ? await import('node:https') : await import('node:http')
  if (!isProxied) return {request, agent: new Agent({keepAlive: true})}
  const {ProxyAgent} = await import('proxy-agent')
  // On a kept connection the agent forgets to write the whole address, which a proxy needs where there is no tunnel.
  return {request, agent: new ProxyAgent({keepAlive: isSecure, getProxyForUrl: (target) => proxyFor(target, env)})}
}

function proxyVariables(env: Environment): readonly (string | undefined)[] {
  return [env.http_proxy || env.HTTP_PROXY, env.https_proxy || env.HTTPS_PROXY, env.no_proxy || env.NO_PROXY]
}
