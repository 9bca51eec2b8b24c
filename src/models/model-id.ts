import {RecentMap} from '../collections/recent-map.js'
import type {Effort, Model, Tier} from '../contract/index.js'
import {pinnable, readEffort} from './effort.js'

/** What a written id names: a known model, and what its suffixes pin. */
export interface ModelId {
  readonly model: Model
  readonly effort?: Effort
  readonly tier?: Tier
}

/** `-high`, `-fast`, `-high-fast`; also `-fast-high` and `(high)`, which older settings hold. */
const SUFFIXES: readonly RegExp[] = [
  /^(?:-(?<effort>[a-z]+?))??(?<fast>-fast)?$/,
  /^(?<fast>-fast)-(?<effort>[a-z]+)$/,
  /^(?<fast>-fast)?\((?<effort>[a-z]+)\)$/,
  /^\((?<effort>[a-z]+)\)(?<fast>-fast)$/,
]

/** `gpt-5.4-high-fast` → model, effort, tier. The longest known id wins; `undefined` when none fits or the rest is no suffix. */
export function readModelId(written: string, models: readonly Model[]): ModelId | undefined {
  const known = read.get(models) ?? new RecentMap<{readonly id: ModelId | undefined}>(MOST)
  read.set(models, known)
  const found = known.get(written) ?? {id: find(written, models)}
  known.set(written, found)
  return found.id
}

/** What each list of models gave for an id before: every request asks for the same few. */
const read = new WeakMap<readonly Model[], RecentMap<{readonly id: ModelId | undefined}>>()
const MOST = 100

function find(written: string, models: readonly Model[]): ModelId | undefined {
  const text = bare(written)
  for (const model of longestFirst(text, models)) {
    const suffix = readSuffix(text.slice(model.id.length))
    if (suffix !== undefined) return {model, ...suffix}
  }
  return undefined
}

/** The longest model whose id opens the text, whatever follows it: for saying what is wrong with the rest. */
export function modelAtStart(written: string, models: readonly Model[]): Model | undefined {
  const text = bare(written)
  return longestFirst(text, models).find((model) => /^$|^[-(]/.test(text.slice(model.id.length)))
}

/** The id as it is written in settings and on the command line. */
export function writeModelId({model, effort, tier}: {model: string; effort?: Effort; tier?: Tier}): string {
  return `${model}${effort === undefined ? '' : `-${effort}`}${tier === undefined ? '' : `-${tier}`}`
}

/** Every id worth offering: each model with each of its levels, and with its fast tier where it has one. */
export function writtenIds(models: readonly Model[]): readonly string[] {
  return models
    .filter((model) => model.hidden !== true)
    .flatMap(({id: model, efforts, tiers}) =>
      [undefined, ...tiers].flatMap((tier) =>
        [undefined, ...pinnable(efforts)].map((effort) => writeModelId({model, effort, tier})),
      ),
    )
}

/** Lower case, without the `[1m]` by which Claude Code asks for a large window. */
export function bare(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replace(/\[1m\]$/, '')
}

function longestFirst(text: string, models: readonly Model[]): readonly Model[] {
  return models.filter((model) => text.startsWith(model.id.toLowerCase())).sort((a, b) => b.id.length - a.id.length)
}

function readSuffix(rest: string): Pick<ModelId, 'effort' | 'tier'> | undefined {
  for (const form of SUFFIXES) {
    const groups = form.exec(rest)?.groups
    if (groups === undefined) continue
    const effort = groups.effort === undefined ? undefined : readEffort(groups.effort)
    if (groups.effort !== undefined && effort === undefined) continue
    return {...(effort && {effort}), ...(groups.fast && {tier: 'fast'})}
  }
  return undefined
}
