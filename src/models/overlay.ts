import type {CatalogueModel, Effort, Model} from '../contract/index.js'
import {readModelId} from './model-id.js'

/** Told to clients where nobody knows better. Tokens. */
export const DEFAULT_CONTEXT_WINDOW = 272_000

const LEVELS: readonly Effort[] = ['low', 'medium', 'high', 'xhigh']

/**
 * The bundled rows, their levels narrowed to what the upstream takes and with its window; behind them the models that
 * only the catalogue knows. An entry that reads as a bundled model with a suffix is left out: the grammar is ours.
 */
export function overlay(bundled: readonly Model[], catalogue: readonly CatalogueModel[]): readonly Model[] {
  const live = new Map(catalogue.map((entry) => [entry.id, entry]))
  const news = catalogue.filter((entry) => readModelId(entry.id, bundled) === undefined)
  return [...bundled.map((row) => narrow(row, live.get(row.id))), ...news.map(fromCatalogue)]
}

export function contextWindowOf(written: string, models: readonly Model[]): number {
  return readModelId(written, models)?.model.contextWindow ?? DEFAULT_CONTEXT_WINDOW
}

function narrow(row: Model, entry: CatalogueModel | undefined): Model {
  if (entry === undefined) return row
  const given = entry.efforts ?? []
  const shared = row.efforts.filter((effort) => given.includes(effort))
  return {
    ...row,
    efforts: given.length === 0 ? row.efforts : shared.length > 0 ? shared : given,
    ...(entry.contextWindow !== undefined && {contextWindow: entry.contextWindow}),
  }
}

function fromCatalogue({id, name = id, efforts = LEVELS, tiers = [], contextWindow, hidden}: CatalogueModel): Model {
  return {
    id,
    name,
    efforts,
    tiers,
    access: 'any',
    notes: 'Listed by the upstream',
    ...(contextWindow !== undefined && {contextWindow}),
    ...(hidden && {hidden}),
  }
}
