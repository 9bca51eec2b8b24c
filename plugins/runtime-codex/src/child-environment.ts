import type {Environment} from 'ccs/plugin'

/** What would take the sign-in or the address elsewhere. */
const SCRUBBED = /^CODEX_(API_KEY$|ACCESS_TOKEN$|REMOTE|APP_SERVER|REFRESH_TOKEN)/

/** Laid over the parent's environment: ccs decides who serves, and loopback needs no proxy. */
export function childEnvironment(env: Environment): Readonly<Record<string, string | undefined>> {
  const scrubbed = Object.keys(env).filter((name) => SCRUBBED.test(name))
  return {...Object.fromEntries(scrubbed.map((name) => [name, undefined])), ...noProxy(env)}
}

function noProxy(env: Environment): Record<string, string> {
  const hosts = new Set((env.NO_PROXY ?? env.no_proxy ?? '').split(',').map((host) => host.trim()))
  const value = [...hosts.add('127.0.0.1').add('localhost').add('::1')].filter((host) => host !== '').join(',')
  return {NO_PROXY: value, no_proxy: value}
}
