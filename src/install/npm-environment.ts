import type {Environment} from '../contract/index.js'

/** How npm and git behave while they install a plugin. Seconds and milliseconds as each of them counts. */
const SETTINGS: Readonly<Record<string, string>> = {
  // No network is told after one try; npm's own retries go on for minutes.
  npm_config_fetch_retries: '0',
  npm_config_fetch_timeout: '20000',
  // A plugin runs when ccs asks it, not while it is installed.
  npm_config_ignore_scripts: 'true',
  // A plugin for another Node is refused here instead of failing later.
  npm_config_engine_strict: 'true',
  npm_config_update_notifier: 'false',
  // A repository that wants a password is refused instead of waited for.
  GIT_TERMINAL_PROMPT: '0',
  GIT_HTTP_LOW_SPEED_LIMIT: '1',
  GIT_HTTP_LOW_SPEED_TIME: '10',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=10',
}

/** A folder is copied with what it depends on: a link to it would not find oclif. */
const COPIES: Readonly<Record<string, string>> = {npm_config_install_links: 'true'}

/** What is to be set before npm is started; what the user set stays. `copies`: whether folders are copied. */
export function npmEnvironment(env: Environment, copies: boolean): Readonly<Record<string, string>> {
  const taken = new Set(
    Object.entries(env)
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name.toLowerCase()),
  )
  // Where a company reads all TLS, npm must trust whom ccs trusts.
  const trust = env.SSL_CERT_FILE ? {NODE_EXTRA_CA_CERTS: env.SSL_CERT_FILE} : {}
  const settings = Object.entries({...SETTINGS, ...(copies ? COPIES : {}), ...trust})
  return Object.fromEntries(settings.filter(([name]) => !taken.has(name.toLowerCase())))
}
