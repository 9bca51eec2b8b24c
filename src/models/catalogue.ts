import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Paths} from '../config/paths.js'
import type {CatalogueModel, Effort, Model, ProviderPlugin} from '../contract/index.js'
import {stampOfFile} from '../files/stamp.js'
import {overlay} from './overlay.js'

/** How long a fetched catalogue counts as fresh. Milliseconds. */
const FRESH = 60 * 60 * 1000
/** How long nobody asks after a failure. Milliseconds. */
const REST = 20_000

export interface Catalogue {
  /** Bundled table overlaid by what was fetched last. Synchronous: every request asks. */
  models(): readonly Model[]
  /** The upstream's own entries, by id, as far as they were fetched. Read anew each time: few ask, and they are long. */
  entries(): Entries
  /** Whether the list is older than that, an hour unless said, and asking for it did not just fail. Milliseconds. */
  stale(age?: number): boolean
  /** A failed fetch leaves the list as it is and rejects; one at a time, however many want it. */
  refresh(fetch: () => Promise<readonly CatalogueModel[]>): Promise<void>
}

export type Entries = Readonly<Record<string, NonNullable<CatalogueModel['entry']>>>

export interface CatalogueContext {
  readonly paths: Pick<Paths, 'cache'>
  readonly provider: Pick<ProviderPlugin, 'id' | 'models'>
  readonly clock: {now(): number}
}

export function openCatalogue({paths, provider, clock}: CatalogueContext): Catalogue {
  const file = join(paths.cache, `catalogue-${provider.id}.json`)
  const entriesFile = join(paths.cache, `catalogue-entries-${provider.id}.json`)
  let read: {readonly stamp: string; readonly models: readonly Model[]} | undefined
  let fetching: Promise<void> | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  const models = (): readonly Model[] => {
    const stamp = stampOfFile(file)
    if (read?.stamp !== stamp) read = {stamp, models: overlay(provider.models, readCache(file))}
    return read.models
  }
  const stale = (age = FRESH): boolean => {
    const writtenAt = statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? Number.NEGATIVE_INFINITY
    return clock.now() - writtenAt > age && clock.now() - failedAt > REST
  }
  const refresh = (fetch: () => Promise<readonly CatalogueModel[]>): Promise<void> => {
    fetching ??= fetch()
      .then((list) => writeCache(file, entriesFile, list))
      .catch((error: unknown) => {
        failedAt = clock.now()
        throw error
      })
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }
  return {models, entries: () => readEntries(entriesFile), stale, refresh}
}

/** A cache is worth nothing when it cannot be read: the bundled table serves. */
function readCache(file: string): readonly CatalogueModel[] {
  const list = readObject(file).models
  return Array.isArray(list) ? list.filter(isCatalogueModel) : []
}

function readEntries(file: string): Entries {
  const {entries} = readObject(file)
  const found = typeof entries === 'object' && entries !== null ? Object.entries(entries) : []
  return Object.fromEntries(found.filter(([, entry]) => typeof entry === 'object' && entry !== null))
}

function readObject(file: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}

/** In two files: every start reads the list, and its entries are a hundred times as long. */
async function writeCache(file: string, entriesFile: string, list: readonly CatalogueModel[]): Promise<void> {
  const {writeAtomic} = await import('../files/write-atomic.js')
  const models = list.map(({entry: _entry, ...model}) => model)
  const entries = Object.fromEntries(list.flatMap(({id, entry}) => (entry === undefined ? [] : [[id, entry]])))
  await writeAtomic(entriesFile, `${JSON.stringify({version: 1, entries})}\n`)
  await writeAtomic(file, `${JSON.stringify({version: 1, models}, null, 2)}\n`)
}

const EFFORTS: readonly unknown[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] satisfies Effort[]

/** What an older or newer ccs wrote there is taken only where it means the same. */
function isCatalogueModel(value: unknown): value is CatalogueModel {
  if (typeof value !== 'object' || value === null) return false
  const {id, efforts, tiers, contextWindow} = value as Record<string, unknown>
  return (
    typeof id === 'string' &&
    id.length > 0 &&
    (efforts === undefined || (Array.isArray(efforts) && efforts.every((effort) => EFFORTS.includes(effort)))) &&
    (tiers === undefined || (Array.isArray(tiers) && tiers.every((tier) => tier === 'fast'))) &&
    (contextWindow === undefined || (typeof contextWindow === 'number' && contextWindow > 0))
  )
}
