import {createHash} from 'node:crypto'
import type {Files, Launch, Plan} from 'ccs/plugin'
import {asksForMedium, readArguments} from './arguments.js'
import {askedModels} from './asked-models.js'
import {customModels, entryId, listedIds} from './custom-models.js'
import {isSignedIn} from './factory-login.js'
import {mergeSettings, readSettings} from './session-settings.js'

export const KEY = 'CCS_DROID_API_KEY'

const NO_LOGIN =
  "Droid starts without a Factory account: Factory's own models and the sync of sessions are off. To have them, sign in with `droid` first."

/** Droid reads a settings file for one process besides the user's own; the key in it is the name of a variable. */
export async function plan(launch: Launch, files: Files): Promise<Plan> {
  const read = readArguments(launch.args, launch.interactive)
  const run = {command: launch.binary, edits: []}
  if (read.command === 'other') return {...run, args: launch.args, env: {}, notes: []}
  const model = asksForMedium(read) ? pinMedium(launch.slots.default) : launch.slots.default
  const listed = listedIds(launch, model)
  const asked = askedModels(read.after, listed, launch.models)
  const ours = {
    // The level is what Droid takes for an id that it does not know; named, so that it is the same everywhere.
    sessionDefaultSettings: {model: entryId(model), reasoningEffort: 'medium'},
    customModels: customModels(launch, [...listed, ...asked.ids], KEY),
  }
  const theirs = read.settings === undefined ? {} : await readSettings(read.settings, launch.cwd, files)
  const text = JSON.stringify(mergeSettings(theirs, ours), null, 2)
  const file = `${launch.folder}/session-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.json`
  const signedIn = await isSignedIn(launch, files)
  return {
    ...run,
    args: [...read.before, '--settings', file, ...asked.words],
    env: {...environment(launch), ...(signedIn ? {} : {FACTORY_AIRGAP_ENABLED: 'true'})},
    files: [{file, text, afterwards: 'remove'}],
    notes: signedIn || read.command === 'exec' ? [] : [NO_LOGIN],
  }
}

/** Droid names this level when nobody asked for one, so a wish for it has to be said in another way. */
function pinMedium(id: string): string {
  if (/-(none|minimal|low|medium|high|xhigh|max)(-fast)?$/.test(id)) return id
  return id.endsWith('-fast') ? id.replace(/-fast$/, '-medium-fast') : `${id}-medium`
}

function environment({env, key}: Launch): Plan['env'] {
  const hosts = new Set((env.NO_PROXY ?? env.no_proxy ?? '').split(',').map((host) => host.trim()))
  const direct = [...hosts.add('127.0.0.1').add('localhost').add('::1')].filter(Boolean).join(',')
  return {[KEY]: key, NO_PROXY: direct, no_proxy: direct}
}
