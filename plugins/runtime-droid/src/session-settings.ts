import type {Files} from 'ccs/plugin'
import type {CustomModel} from './custom-models.js'

type Settings = Readonly<Record<string, unknown>>

interface Ours {
  readonly sessionDefaultSettings: Settings
  readonly customModels: readonly CustomModel[]
}

/** The file of the user's own `--settings`; Droid takes only one, so that it is read into ours. */
export async function readSettings(named: string, cwd: string, files: Files): Promise<Settings> {
  const file = named.startsWith('/') ? named : `${cwd}/${named}`
  const text = await files.read(file)
  if (text === undefined) throw unusable(`${file} does not exist.`)
  const settings = files.parseJson(text, file)
  if (isTable(settings)) return settings
  throw unusable(`${file} holds no JSON object.`)
}

/** What the user's file says wins; our models stand beside theirs. */
export function mergeSettings(theirs: Settings, ours: Ours): Settings {
  const defaults = isTable(theirs.sessionDefaultSettings) ? theirs.sessionDefaultSettings : {}
  const models = Array.isArray(theirs.customModels) ? theirs.customModels : []
  const chosen = theirs.model === undefined ? ours.sessionDefaultSettings : {}
  return {
    ...theirs,
    sessionDefaultSettings: {...chosen, ...defaults},
    customModels: [...ours.customModels, ...models],
  }
}

function isTable(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unusable(message: string): Error {
  return Object.assign(new Error(message), {code: 'bad_usage', exit: 2, hint: 'It was named with --settings.'})
}
