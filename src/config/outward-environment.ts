import type {Environment} from '../contract/index.js'
import type {ProxyConfig} from './proxy-config.js'

const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'] as const
/** CLIProxyAPI's words for no proxy at all. */
const DIRECT: ReadonlySet<string> = new Set(['direct', 'none'])

/** The environment for requests to upstreams: an HTTP proxy that the configuration names counts before the shell's. */
export function outwardEnvironment(env: Environment, {proxyUrl}: Pick<ProxyConfig, 'proxyUrl'>): Environment {
  if (proxyUrl === undefined) return env
  const url = DIRECT.has(proxyUrl) ? '' : proxyUrl
  return {...env, ...Object.fromEntries(NAMES.map((name) => [name, url]))}
}
