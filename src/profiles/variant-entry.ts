import {dirname, join} from 'node:path'
import type {Document} from 'yaml'
import type {Paths} from '../config/paths.js'
import type {Effort} from '../contract/index.js'
import type {Variant, VariantPaths} from './variants.js'

/** What a variant's entry fixes besides its provider. */
export interface VariantEntry {
  readonly runtime?: string
  readonly account?: string
  readonly effort?: Effort
}

export const ENTRIES = ['cliproxy', 'variants'] as const

/** The key of each field in `config.yaml`, as existing installations have it. */
const KEYS = {runtime: 'target', account: 'account', effort: 'effort'} as const satisfies Record<
  keyof VariantEntry,
  string
>

/** Changes `config.yaml`; the parser is loaded here and nowhere before. */
export async function editEntries(paths: VariantPaths, edit: (document: Document) => void): Promise<void> {
  const {editYaml} = await import('../config/edit-yaml.js')
  await editYaml(paths.config, edit)
}

export function entryOf(variant: Variant, paths: VariantPaths): Readonly<Record<string, unknown>> {
  const {provider, settingsFile, model, runtime, account, effort} = variant
  const fields = keyed({runtime, account, effort})
  return {provider, settings: writtenPath(settingsFile, paths), ...(model !== undefined && {model}), ...fields}
}

export function keyed(
  entry: {readonly [K in keyof VariantEntry]: VariantEntry[K] | null},
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (Object.keys(KEYS) as (keyof VariantEntry)[])
      .filter((field) => entry[field] !== undefined)
      .map((field) => [KEYS[field], entry[field]]),
  )
}

/** The form that existing installations read; an absolute path where the root is elsewhere. */
export function writtenPath(file: string, {root, home}: Pick<Paths, 'root' | 'home'>): string {
  const usual = root === join(home, '.ccs') && dirname(file) === root
  return usual ? `~/.ccs${file.slice(root.length)}` : file
}

/** Renames in place, so that order and comments stay. */
export function renameKey(document: Document, from: string, to: string): boolean {
  const map = document.getIn(ENTRIES) as {items?: {key: unknown}[]} | undefined
  const pair = map?.items?.find((item) => String(item.key) === from)
  if (pair === undefined) return false
  if (typeof pair.key === 'object' && pair.key !== null && 'value' in pair.key) pair.key.value = to
  else pair.key = to
  return true
}

export function prune(document: Document, path: readonly string[]): void {
  const map = document.getIn(path) as {items?: readonly unknown[]} | undefined
  if (map?.items?.length === 0) document.deleteIn(path)
}
