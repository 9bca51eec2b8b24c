import type {FileChange, FileEdit, Files, Launch} from 'ccs/plugin'
import {baseUrlOf, type Mode} from './mode.js'
import type {ConfigValue} from './overrides.js'
import {refuseOwnAuth} from './own-auth.js'
import {joinLayers, readLayers, type Table, tableAt} from './user-config.js'

/** What Codex says when it is started without the key; by these words an entry of ours is known again. */
const INSTRUCTIONS = 'Start ccsxp instead of codex: it sets this variable and starts the proxy.'
const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+\/v1$/

/** What an entry needs to work. A value of the user's own stays; anything else but `responses` no longer loads. */
const REQUIRED: Readonly<
  Record<string, {readonly value: (launch: Launch) => string; readonly ok: (held: unknown) => boolean}>
> = {
  name: {value: () => 'CLIProxy', ok: isText},
  base_url: {value: addressOf, ok: isText},
  env_key: {value: () => 'CLIPROXY_API_KEY', ok: isText},
  wire_api: {value: () => 'responses', ok: (held) => held === undefined || held === 'responses'},
}

/**
 * `ccsxp`: Codex in the user's own home, so that history is one. The provider entry is mended in config.toml when it is
 * missing or incomplete; this run's address and key are given on top of it, and never written.
 */
export async function planShared(
  launch: Launch,
  files: Files,
  {provider, profile}: {readonly provider: string; readonly profile: string | undefined},
): Promise<Mode> {
  const home = launch.env.CCSXP_CODEX_HOME || `${launch.home}/.codex`
  const layers = await readLayers(home, profile, files)
  refuseOwnAuth(layers, provider)
  const [{file, table: own}] = layers
  const config = joinLayers(layers)
  const entry = tableAt(config, 'model_providers', provider)
  const model = isText(config.model) ? config.model : undefined
  const envKey = isText(entry.env_key) ? entry.env_key : 'CLIPROXY_API_KEY'
  return {
    config: {
      ...keptSettings(config),
      [`model_providers.${provider}.base_url`]: baseUrlOf(launch),
      // It would show a sign-in that has no use here.
      [`model_providers.${provider}.requires_openai_auth`]: entry.requires_openai_auth === true ? false : undefined,
      model: model === undefined ? launch.slots.default : undefined,
    },
    // CODEX_SQLITE_HOME would lead away from the list of sessions; `sqlite_home` of config.toml holds for every shell.
    env: {[envKey]: launch.key, CODEX_HOME: launch.env.CCSXP_CODEX_HOME || undefined, CODEX_SQLITE_HOME: undefined},
    models: model === undefined ? [] : [model],
    edits: editsOf(file, tableAt(own, 'model_providers', provider), {launch, provider}),
  }
}

/** What is missing is needed. An entry of ours follows the proxy to another port for a Codex that is started without ccs. */
function editsOf(
  file: string,
  entry: Table,
  {launch, provider}: {readonly launch: Launch; readonly provider: string},
): readonly FileEdit[] {
  const missing = repair(entry, launch)
  const address = addressOf(launch)
  const isOurs = entry.env_key_instructions === INSTRUCTIONS && LOOPBACK.test(String(entry.base_url))
  const changes = Object.entries({...missing, ...(isOurs && {base_url: address})})
    .filter(([key, value]) => entry[key] !== value)
    .map(([key, value]): FileChange => ({type: 'set', path: ['model_providers', provider, key], value}))
  if (changes.length === 0) return []
  const edit: FileEdit = {file, format: 'toml', afterwards: 'keep', changes}
  if (Object.keys(missing).length > 0) return [edit]
  const otherwise = `This session works all the same; a codex started without ccs looks for the proxy at ${entry.base_url}.`
  return [{...edit, otherwise}]
}

/** The keys that the entry lacks. */
function repair(entry: Table, launch: Launch): Readonly<Record<string, string>> {
  const isNew = Object.keys(entry).length === 0
  const missing = Object.entries(REQUIRED).filter(([key, {ok}]) => isNew || !ok(entry[key]))
  return {
    ...Object.fromEntries(missing.map(([key, {value}]) => [key, value(launch)])),
    ...(isNew ? {env_key_instructions: INSTRUCTIONS} : {}),
  }
}

function addressOf({baseUrl}: Launch): string {
  return `${new URL(baseUrl).origin}/v1`
}

/** What the user's file says about calls home is left to it. */
function keptSettings(config: Table): Readonly<Record<string, ConfigValue | undefined>> {
  const said = (table: string, key: string) => tableAt(config, table)[key] !== undefined
  return {
    ...(said('analytics', 'enabled') ? {'analytics.enabled': undefined} : {}),
    ...(config.check_for_update_on_startup === undefined ? {} : {check_for_update_on_startup: undefined}),
    ...(said('features', 'plugins') ? {'features.plugins': undefined} : {}),
    ...(said('features', 'apps') ? {'features.apps': undefined} : {}),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
