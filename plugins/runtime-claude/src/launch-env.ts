import type {Launch, Plan} from 'ccs/plugin'
import {modelEnv} from './model-env.js'

/** What a shell set up for another backend holds. */
const SCRUBBED = [
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_SUBAGENT_MODEL',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BETAS',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_SMALL_FAST_MODEL',
  'ANTHROPIC_UNIX_SOCKET',
  'CCS_CODEX_API_KEY',
] as const

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** Later lines win: what is scrubbed, what the user's settings set, what this start needs. */
export function launchEnv(launch: Launch): Plan['env'] {
  return {
    ...Object.fromEntries(SCRUBBED.map((name) => [name, undefined])),
    ...launch.settingsEnv,
    ...routingEnv(launch),
    ...modelEnv(launch),
    ...patienceEnv(launch),
    ...proxyExceptions(launch),
  }
}

function routingEnv({baseUrl, key, env, settingsEnv}: Launch): Plan['env'] {
  return {
    // Without it the user's settings.json wins over the environment, and sends the session elsewhere.
    CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1',
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_AUTH_TOKEN: key,
    ANTHROPIC_API_KEY: undefined,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // A first system block whose hash changes with every request: it would spoil the prompt cache.
    CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
    // Tools that appear in mid conversation change the prefix that the upstream has cached.
    ENABLE_TOOL_SEARCH: settingsEnv.ENABLE_TOOL_SEARCH ?? env.ENABLE_TOOL_SEARCH ?? 'false',
  }
}

/** Milliseconds. 2.1.197 breaks an answer off after 300 s without content, pings or not: models think for longer. */
const PATIENCE = '900000'

function patienceEnv({env, settingsEnv}: Launch): Plan['env'] {
  const name = 'CLAUDE_STREAM_IDLE_TIMEOUT_MS'
  return {[name]: settingsEnv[name] ?? env[name] ?? PATIENCE}
}

/** The client must reach the proxy on loopback directly, whatever proxy the shell names. */
function proxyExceptions({env, settingsEnv}: Launch): Plan['env'] {
  const own = settingsEnv.NO_PROXY ?? settingsEnv.no_proxy ?? env.NO_PROXY ?? env.no_proxy ?? ''
  const hosts = own.split(',').map((host) => host.trim())
  const all = [...new Set([...hosts, ...LOOPBACK])].filter(Boolean).join(',')
  return {NO_PROXY: all, no_proxy: all}
}
