import type {FileChange, Files, Launch} from 'ccs/plugin'
import {baseUrlOf, type Mode} from './mode.js'
import type {ConfigValue} from './overrides.js'

type Table = Readonly<Record<string, unknown>>

/** What an entry needs to work. A value of the user's own stays; anything else but `responses` no longer loads. */
const REQUIRED: Readonly<
  Record<string, {readonly value: (launch: Launch) => string; readonly ok: (held: unknown) => boolean}>
> = {
  name: {value: () => 'CLIProxy', ok: isText},
  base_url: {value: (launch) => `${new URL(launch.baseUrl).origin}/v1`, ok: isText},
  env_key: {value: () => 'CLIPROXY_API_KEY', ok: isText},
  wire_api: {value: () => 'responses', ok: (held) => held === undefined || held === 'responses'},
}

/**
 * `ccsxp`: Codex in the user's own home, so that history is one. The provider entry is mended in config.toml when it is
 * missing or incomplete; this run's address and key are given on top of it, and never written.
 */
export async function planShared(launch: Launch, files: Files, provider: string): Promise<Mode> {
  const home = launch.env.CCSXP_CODEX_HOME || `${launch.home}/.codex`
  const file = `${home}/config.toml`
  const text = await files.read(file)
  const config = text === undefined ? {} : files.parseToml(text, file)
  const entry = tableAt(tableAt(config, 'model_providers'), provider)
  const isNew = Object.keys(entry).length === 0
  const changes = Object.entries(REQUIRED)
    .filter(([key, {ok}]) => isNew || !ok(entry[key]))
    .map(
      ([key, {value}]): FileChange => ({type: 'set', path: ['model_providers', provider, key], value: value(launch)}),
    )
  const model = isText(config.model) ? config.model : undefined
  const envKey = isText(entry.env_key) ? entry.env_key : 'CLIPROXY_API_KEY'
  return {
    config: {
      ...keptSettings(config),
      [`model_providers.${provider}.base_url`]: baseUrlOf(launch),
      model: model === undefined ? launch.slots.default : undefined,
    },
    env: {[envKey]: launch.key, CODEX_HOME: launch.env.CCSXP_CODEX_HOME || undefined},
    models: model === undefined ? [] : [model],
    edits: changes.length === 0 ? [] : [{file, format: 'toml', afterwards: 'keep', changes}],
  }
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

function tableAt(table: Table, key: string): Table {
  const held = table[key]
  return typeof held === 'object' && held !== null && !Array.isArray(held) ? (held as Table) : {}
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
