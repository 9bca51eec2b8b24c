import type {Files, Launch, Plan} from 'ccs/plugin'
import {profileOf, readArguments} from './arguments.js'
import {modelCatalogue} from './catalogue.js'
import {childEnvironment} from './child-environment.js'
import {baseUrlOf, type Mode} from './mode.js'
import {type ConfigValue, writeOverrides} from './overrides.js'
import {refuseOwnAuthOf} from './own-auth.js'
import {planShared} from './shared-home.js'

/** One id for ever, in every mode: Codex refuses to resume a session under another one. */
const PROVIDER = 'cliproxy'
const KEY = 'CCS_CODEX_API_KEY'

/** Calls to OpenAI and GitHub that have no use behind a proxy; without network they cost seconds each. */
const QUIET: Readonly<Record<string, ConfigValue>> = {
  'analytics.enabled': false,
  check_for_update_on_startup: false,
  'features.plugins': false,
  'features.apps': false,
}

const NO_CATALOGUE =
  'This Codex does not say which models it knows, so it will warn that it has to guess their windows.'

/** Codex with our provider for this one run; as `ccsxp` with the user's own provider entry and history. */
export async function plan(launch: Launch, files: Files): Promise<Plan> {
  const args = readArguments(launch.args, launch.interactive, PROVIDER)
  const mode = await planMode(launch, files, profileOf(args))
  const catalogue = await modelCatalogue(launch, files, mode.models)
  const config = {
    model_provider: PROVIDER,
    ...QUIET,
    ...mode.config,
    model_catalog_json: catalogue?.file,
    model_reasoning_effort: launch.effort,
  }
  return {
    command: launch.binary,
    args: [...writeOverrides(config), ...args],
    env: {...childEnvironment(launch.env), ...mode.env},
    files: catalogue?.text === undefined ? [] : [{file: catalogue.file, text: catalogue.text, afterwards: 'keep'}],
    edits: mode.edits,
    notes: catalogue === undefined ? [NO_CATALOGUE] : [],
  }
}

async function planMode(launch: Launch, files: Files, profile: string | undefined): Promise<Mode> {
  const facts = {provider: PROVIDER, profile}
  if (launch.calledAs === 'ccsxp') return planShared(launch, files, facts)
  await refuseOwnAuthOf(launch, files, facts)
  return planTransient(launch)
}

function planTransient(launch: Launch): Mode {
  const provider = {
    name: 'ccs',
    base_url: baseUrlOf(launch),
    env_key: KEY,
    wire_api: 'responses',
    // Codex lays the table over the one in the user's file: what is not said here comes from there, such as a sign-in.
    requires_openai_auth: false,
  }
  return {
    config: {[`model_providers.${PROVIDER}`]: provider, model: launch.slots.default},
    env: {[KEY]: launch.key},
    edits: [],
    models: [],
  }
}
