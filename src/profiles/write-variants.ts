import {valueAt} from '../config/config.js'
import type {ProviderPlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {readJson, readText} from '../files/read-json.js'
import type {ModelSlot} from './check-fields.js'
import {editSettings, freshSettings} from './settings.js'
import {SLOT_VARIABLES} from './slots.js'
import {
  ENTRIES,
  editEntries,
  entryOf,
  keyed,
  prune,
  renameKey,
  type VariantEntry,
  writtenPath,
} from './variant-entry.js'
import {dropSettings, ownsSettings, takeBack, writeSettings} from './variant-files.js'
import {readVariants, type Variant, type VariantPaths} from './variants.js'

export type Models = Readonly<Partial<Record<ModelSlot, string>>>

/** `null` takes a field out, an absent one stays. */
export interface VariantChanges {
  readonly provider?: string
  readonly models?: Readonly<Partial<Record<ModelSlot, string | null>>>
  readonly entry?: {readonly [K in keyof VariantEntry]: VariantEntry[K] | null}
}

/** Settings file first, entry last: a create that is cut short leaves a file that the next one takes over. */
export async function createVariant(
  paths: VariantPaths,
  variant: {readonly name: string; readonly models: Models; readonly entry: VariantEntry},
  provider: Pick<ProviderPlugin, 'id' | 'slots'>,
): Promise<void> {
  const {name, models, entry} = variant
  const file = paths.settings(name)
  await refuseTaken(name, paths)
  const made = await writeSettings(file, freshSettings(provider, models))
  try {
    await editEntries(paths, (document) => {
      if (document.hasIn([...ENTRIES, name])) throw exists(name)
      document.setIn([...ENTRIES, name], {
        provider: provider.id,
        settings: writtenPath(file, paths),
        ...keyed(entry),
      })
    })
  } catch (error) {
    if (made) await takeBack(file, paths)
    throw error
  }
}

export async function editVariant(paths: VariantPaths, variant: Variant, changes: VariantChanges): Promise<void> {
  const models = Object.entries(changes.models ?? {}) as [ModelSlot, string | null][]
  if (models.length > 0) {
    await editSettings(
      variant.settingsFile,
      Object.fromEntries(models.map(([slot, id]) => [SLOT_VARIABLES[slot], id ?? undefined])),
    )
  }
  const fields = Object.entries(keyed(changes.entry ?? {}))
  if (fields.length === 0 && changes.provider === undefined) return
  await editEntries(paths, (document) => {
    const at = [...ENTRIES, variant.name]
    if (!isRecord(document.getIn(at))) document.setIn(at, document.createNode(entryOf(variant, paths)))
    if (changes.provider !== undefined) document.setIn([...at, 'provider'], changes.provider)
    for (const [key, value] of fields) {
      if (value === null) document.deleteIn([...at, key])
      else document.setIn([...at, key], value)
    }
  })
}

/** New settings file, then the entry, then the old file goes: at each step one of the two names works. */
export async function renameVariant(paths: VariantPaths, variant: Variant, to: string): Promise<void> {
  await refuseTaken(to, paths)
  const own = ownsSettings(variant, paths)
  const text = own ? await readText(variant.settingsFile) : undefined
  const target = text === undefined ? variant.settingsFile : paths.settings(to)
  const made = text !== undefined && (await writeSettings(target, text))
  try {
    await editEntries(paths, (document) => {
      if (document.hasIn([...ENTRIES, to])) throw exists(to)
      if (!renameKey(document, variant.name, to)) document.setIn([...ENTRIES, to], entryOf(variant, paths))
      if (text !== undefined) document.setIn([...ENTRIES, to, 'settings'], writtenPath(target, paths))
    })
    await removeOld(paths, variant.name)
  } catch (error) {
    if (made) await takeBack(target, paths)
    throw error
  }
  if (text !== undefined) await dropSettings(variant, paths)
}

/** The entry first: what is left after a cut is a file without a name, not a name without a file. Tells what was deleted. */
export async function removeVariant(
  paths: VariantPaths,
  variant: Variant,
): Promise<{readonly deleted: readonly string[]}> {
  if (variant.source === 'config.yaml') {
    await editEntries(paths, (document) => {
      document.deleteIn([...ENTRIES, variant.name])
      for (const path of [[...ENTRIES], ['cliproxy']]) prune(document, path)
    })
  }
  await removeOld(paths, variant.name)
  if (!ownsSettings(variant, paths)) return {deleted: []}
  return {deleted: (await dropSettings(variant, paths)) ? [variant.settingsFile] : []}
}

/** An entry that was edited stands in both files, and the older one would count again. */
async function removeOld(paths: VariantPaths, name: string): Promise<void> {
  if (valueAt(await readJson(paths.oldConfig), ['cliproxy', name]) === undefined) return
  const {editJson} = await import('../files/edit-json.js')
  await editJson(paths.oldConfig, [{path: ['cliproxy', name], value: undefined}])
}

/** Before anything is written; asked once more under the lock of the file. */
async function refuseTaken(name: string, paths: VariantPaths): Promise<void> {
  const {variants, faults} = await readVariants(paths)
  if ([...variants, ...faults].some((one) => one.name === name)) throw exists(name)
}

/** The parser gives words and numbers as they are, maps as objects of its own. */
function isRecord(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null
}

function exists(name: string): CcsError {
  return new CcsError(`There is a variant "${name}" already.`, {code: 'variant_exists', exit: EXIT.usage})
}
