import {isAbsolute, join, resolve} from 'node:path'
import {readConfig, recordOf, valueAt} from '../config/config.js'
import type {Paths} from '../config/paths.js'
import type {Effort} from '../contract/index.js'
import {readJson} from '../files/read-json.js'
import {readEffort} from '../models/effort.js'

/** A named profile: a provider, a settings file, and what of a start it fixes. */
export interface Variant {
  readonly name: string
  readonly provider: string
  readonly settingsFile: string
  /** Of an entry that names its model itself; the settings file is written from it when missing. */
  readonly model?: string
  readonly runtime?: string
  readonly account?: string
  readonly effort?: Effort
  /** Which file holds it: entries of `config.json` come from an older ccs and are only read. */
  readonly source: 'config.yaml' | 'config.json'
}

export interface Variants {
  readonly variants: readonly Variant[]
  /** Entries that cannot be used, each with the reason. */
  readonly faults: readonly VariantFault[]
}

export interface VariantFault {
  readonly name: string
  readonly reason: string
  /** What can be read of it, for mending: its provider may be empty. */
  readonly entry: Variant
}

export type VariantPaths = Pick<Paths, 'config' | 'oldConfig' | 'cache' | 'root' | 'home' | 'settings'>

/** Those of `config.yaml` first; one of the older `config.json` counts where the name is free. */
export async function readVariants(paths: VariantPaths): Promise<Variants> {
  const [config, old] = await Promise.all([readConfig(paths), readJson(paths.oldConfig)])
  const current = Object.entries(recordOf(valueAt(config, ['cliproxy', 'variants'])))
  const names = new Set(current.map(([name]) => name))
  const older = Object.entries(recordOf(valueAt(old, ['cliproxy']))).filter(([name]) => !names.has(name))
  const read = [
    ...current.map(([name, entry]) => variantOf(name, entry, 'config.yaml', paths)),
    ...older.map(([name, entry]) => variantOf(name, entry, 'config.json', paths)),
  ]
  return {
    variants: read.filter((found): found is Variant => !('reason' in found)),
    faults: read.filter((found) => 'reason' in found),
  }
}

function variantOf(
  name: string,
  entry: unknown,
  source: Variant['source'],
  paths: VariantPaths,
): Variant | VariantFault {
  const fields = recordOf(entry)
  const text = (key: string): string | undefined => {
    const value = fields[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [provider, model, runtime, account] = [text('provider'), text('model'), text('target'), text('account')]
  const effort = text('effort')
  const level = effort === undefined ? undefined : readEffort(effort)
  const variant: Variant = {
    name,
    provider: provider ?? '',
    settingsFile: place(text('settings'), name, paths),
    ...(model && {model}),
    ...(runtime && {runtime}),
    ...(account && {account}),
    ...(level && {effort: level}),
    source,
  }
  if (provider === undefined) return {name, reason: 'it names no provider', entry: variant}
  if (effort !== undefined && level === undefined)
    return {name, reason: `"${effort}" is no level of effort`, entry: variant}
  return variant
}

/** Installations wrote `~/.ccs/…` even where the root lies elsewhere; it means the root. */
function place(written: string | undefined, name: string, paths: VariantPaths): string {
  if (written === undefined) return paths.settings(name)
  if (written.startsWith('~/.ccs/')) return join(paths.root, written.slice('~/.ccs/'.length))
  if (written.startsWith('~/')) return join(paths.home, written.slice(2))
  return isAbsolute(written) ? written : resolve(paths.root, written)
}
