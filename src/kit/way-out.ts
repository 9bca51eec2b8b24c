import type {Agent, RequestOptions, request} from 'node:http'
import {urlToHttpOptions} from 'node:url'
import {RecentMap} from '../collections/recent-map.js'
import type {Environment} from '../contract/index.js'
import {proxyFor} from './choose-proxy.js'
import {trustOf} from './trust.js'

/** How requests to one address leave this machine, with the connections that are kept for its host. */
export interface WayOut {
  readonly origin: string
  readonly address: RequestOptions
  readonly request: typeof request
  readonly agent: Agent
}

type Pool = Pick<WayOut, 'request' | 'agent'>

/** Addresses that are remembered: a provider asks few, and each of them with every request. */
const MOST = 100

const ways = new RecentMap<Promise<WayOut>>(MOST)
const pools = new Map<string, Promise<Pool>>()

/** Rejects for what is no address. */
export function wayOut(url: string, env: Environment): Promise<WayOut> {
  const key = `${url} ${proxyVariables(env).join(' ')}`
  const known = ways.get(key)
  if (known !== undefined) return known
  const way = find(url, env)
  ways.set(key, way)
  return way
}

async function find(url: string, env: Environment): Promise<WayOut> {
  const parsed = new URL(url)
  const pool = await poolFor(parsed.protocol === 'https:', proxyFor(url, env) !== '', env)
  return {origin: parsed.origin, address: urlToHttpOptions(parsed), ...pool}
}

/** One for each way out, whoever asks. TLS and HTTP proxies are loaded where they are needed first. */
function poolFor(isSecure: boolean, isProxied: boolean, env: Environment): Promise<Pool> {
  const key = `${isSecure} ${isProxied && JSON.stringify(proxyVariables(env))}`
  const known = pools.get(key)
  if (known !== undefined) return known
  const opening = open(isSecure, isProxied, env)
  pools.set(key, opening)
  return opening
}

async function open(isSecure: boolean, isProxied: boolean, env: Environment): Promise<Pool> {
  const {request, Agent} = isSecure ? await import('node:https') : await import('node:http')
  const trust = isSecure ? await trustOf(env) : {}
  if (!isProxied) return {request, agent: new Agent({keepAlive: true, ...trust})}
  const {ProxyAgent} = await import('proxy-agent')
  // On a kept connection the agent forgets to write the whole address, which a proxy needs where there is no tunnel.
  const getProxyForUrl = (target: string): string => proxyFor(target, env)
  return {request, agent: new ProxyAgent({keepAlive: isSecure, getProxyForUrl, ...trust})}
}

function proxyVariables(env: Environment): readonly (string | undefined)[] {
  return [env.http_proxy || env.HTTP_PROXY, env.https_proxy || env.HTTPS_PROXY, env.no_proxy || env.NO_PROXY]
}
