import {existsSync} from 'node:fs'
import {isRecord} from '../config/config.js'
import type {ProviderPlugin, Slot} from '../contract/index.js'
import {invalidFile, parseJsonc} from '../files/parse-jsonc.js'
import {readText} from '../files/read-json.js'
import {slotsOf, writeSlots} from './slots.js'

/** `<profile>.settings.json` as far as ccs reads it: the model of each slot, and variables for the runtime. */
export interface Settings {
  readonly env: Readonly<Record<string, string>>
}

/** `undefined` when there is no such file. Comments and trailing commas are overlooked, anything else is named with its line. */
export async function readSettings(file: string): Promise<Settings | undefined> {
  const text = await readText(file)
  return text === undefined ? undefined : settingsOf(await parseJsonc(text, file), file)
}

/** The settings, written first from the provider's slots (and `chosen`) when the file is missing. */
export async function ensureSettings(
  file: string,
  provider: Pick<ProviderPlugin, 'slots'>,
  chosen: Readonly<Partial<Record<Slot, string>>> = {},
): Promise<Settings> {
  const found = await readSettings(file)
  if (found !== undefined) return found
  const [{withLock}, {writeAtomic}] = await Promise.all([
    import('../files/lock.js'),
    import('../files/write-atomic.js'),
  ])
  return withLock(file, async () => {
    if (!existsSync(file)) await writeAtomic(file, freshSettings(provider, chosen))
    return (await readSettings(file)) ?? {env: {}}
  })
}

/** Sets or takes out (`undefined`) variables of a settings file; says whether anything changed. */
export async function editSettings(
  file: string,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const {editJson} = await import('../files/edit-json.js')
  return editJson(
    file,
    Object.entries(changes).map(([name, value]) => ({path: ['env', name], value})),
    '{\n  "env": {}\n}\n',
  )
}

export function freshSettings(
  provider: Pick<ProviderPlugin, 'slots'>,
  chosen: Readonly<Partial<Record<Slot, string>>>,
): string {
  const {subagent: _, ...slots} = slotsOf(writeSlots(chosen), provider)
  return `${JSON.stringify({env: writeSlots({...slots, ...chosen})}, null, 2)}\n`
}

function settingsOf(data: unknown, file: string): Settings {
  if (!isRecord(data)) throw invalidFile(`${file} must hold an object with "env".`)
  const env = data.env ?? {}
  if (!isRecord(env)) throw invalidFile(`${file}: "env" must be an object of texts.`)
  const entries = Object.entries(env).map(([name, value]) => {
    if (typeof value === 'string') return [name, value]
    if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)]
    throw invalidFile(`${file}: env.${name} must be a text.`)
  })
  return {env: Object.fromEntries(entries)}
}
