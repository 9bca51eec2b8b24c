import type {Files, Launch} from 'ccs/plugin'
import {type Layer, readLayers, tableAt} from './user-config.js'

/**
 * Codex joins our table with the one of the user's files, and loads no entry that has both `env_key` and `auth`, a command
 * that prints a token (0.171: "provider auth cannot be combined with env_key"). What else is wrong in the files is for
 * Codex to tell.
 */
export async function refuseOwnAuthOf(
  launch: Launch,
  files: Files,
  {provider, profile}: {readonly provider: string; readonly profile: string | undefined},
): Promise<void> {
  const home = launch.env.CODEX_HOME || `${launch.home}/.codex`
  // Parsing takes milliseconds of every start: only what can hold such an entry is parsed.
  const concerns = (text: string): boolean => text.includes(provider) && /\bauth\b/.test(text)
  const layers = await readLayers(home, profile, files, concerns).catch(() => [])
  refuseOwnAuth(layers, provider)
}

export function refuseOwnAuth(layers: readonly Layer[], provider: string): void {
  const layer = layers.find(({table}) => tableAt(table, 'model_providers', provider).auth !== undefined)
  if (layer === undefined) return
  const message = `Codex takes no key from ccs beside auth in [model_providers.${provider}] of ${layer.file}.`
  throw Object.assign(new Error(message), {
    code: 'reserved_entry',
    exit: 2,
    hint: `The file was left as it is. Take auth out of that entry, or give the entry another name than ${provider}.`,
  })
}
