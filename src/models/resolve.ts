import type {Effort, Model, ModelChoice, Slot, Tier} from '../contract/index.js'
import type {EffortWish} from '../protocols/client-protocol.js'
import {capEffort, effortOfBudget} from './effort.js'
import {slotOfName} from './family.js'
import {bare, type ModelId, modelAtStart, readModelId} from './model-id.js'
import {readSlotMark} from './slot-mark.js'
import {unknownModel} from './unknown-model.js'

export interface ResolveContext {
  /** Bundled table and catalogue as one list; an empty one takes any id as it is. */
  readonly models: readonly Model[]
  readonly slots: Readonly<Record<Slot, string>>
  readonly wish: EffortWish
  /** `--effort`. */
  readonly flag?: Effort
  /** The level that this client sends when nobody chose one. */
  readonly assumed?: Effort
  /** What the request itself asks. */
  readonly tier?: Tier
  /** The client knows the upstream's models by itself, and may be newer than we are: a new id is taken as it is. */
  readonly takesNew?: boolean
}

export type EffortSource = 'flag' | 'suffix' | 'request' | 'budget' | 'slot'

export interface Resolution {
  readonly model: ModelChoice
  readonly slot: Slot
  /** Before the model's cap; a fallback model is capped from here. */
  readonly wanted: Effort
  readonly wantedTier?: Tier
  readonly effortSource: EffortSource
  /** What could not be had as it was asked, one sentence each. */
  readonly notes: readonly string[]
}

/** Applied in the proxy, never written as suffixes: a suffix would pin the level against the client's own `/effort`. */
const SLOT_EFFORT: Readonly<Record<Slot, Effort>> = {
  default: 'xhigh',
  opus: 'xhigh',
  sonnet: 'high',
  haiku: 'medium',
  subagent: 'xhigh',
}

/** The order in which a plain id is looked up among the slots. */
const SLOTS = ['default', 'opus', 'sonnet', 'haiku', 'subagent'] as const satisfies readonly Slot[]

/** What an asked model name means: upstream id, effort, tier. Throws a `TurnError` for a name that means nothing. */
export function resolveModel(asked: string, context: ResolveContext): Resolution {
  const marked = readSlotMark(asked)
  const {slot, written} = place(marked.name, marked.slot, context)
  const named = nameModel(written, context)
  if (named === undefined) throw unknownModel(written, context.models)
  const [wanted, effortSource] = wantedEffort(named, slot, context)
  const wantedTier = named.tier ?? context.tier
  return {
    ...choose(asked, named.model, wanted, wantedTier),
    slot,
    wanted,
    ...(wantedTier && {wantedTier}),
    effortSource,
  }
}

/** Effort and tier as far as `row` has them. */
export function choose(
  asked: string,
  row: Model,
  wanted: Effort,
  wantedTier: Tier | undefined,
): {readonly model: ModelChoice; readonly notes: readonly string[]} {
  const effort = capEffort(wanted, row.efforts)
  const tier = wantedTier !== undefined && row.tiers.includes(wantedTier) ? wantedTier : undefined
  const notes =
    wantedTier !== undefined && tier === undefined
      ? [`${row.id} has no ${wantedTier} tier: requests go at its normal speed.`]
      : []
  return {model: {asked, id: row.id, ...(effort && {effort}), ...(tier && {tier})}, notes}
}

/** The slot a name belongs to, and the id that stands in it. */
function place(
  asked: string,
  marked: Slot | undefined,
  context: ResolveContext,
): {readonly slot: Slot; readonly written: string} {
  const slot = readModelId(asked, context.models) === undefined ? slotOfName(asked) : undefined
  if (slot === undefined) return {slot: marked ?? slotOfId(asked, context), written: asked}
  const written = context.slots[slot]
  const again = readModelId(written, context.models) === undefined ? slotOfName(written) : undefined
  return {slot, written: again === undefined ? written : context.slots[again]}
}

/** An id that stands in several slots belongs to the first of them; one that stands in none counts as the default. */
function slotOfId(asked: string, {slots, models}: ResolveContext): Slot {
  const text = bare(asked)
  const exact = SLOTS.find((slot) => bare(slots[slot]) === text)
  if (exact !== undefined) return exact
  const id = readModelId(text, models)?.model.id
  return SLOTS.find((slot) => id !== undefined && readModelId(slots[slot], models)?.model.id === id) ?? 'default'
}

function wantedEffort(named: ModelId, slot: Slot, context: ResolveContext): readonly [Effort, EffortSource] {
  const {flag, wish, assumed} = context
  const budget = wish.budget === undefined ? undefined : effortOfBudget(wish.budget)
  if (flag !== undefined) return [flag, 'flag']
  if (named.effort !== undefined) return [named.effort, 'suffix']
  if (wish.level !== undefined && wish.level !== assumed) return [wish.level, 'request']
  if (budget !== undefined) return [budget, 'budget']
  return [SLOT_EFFORT[slot], 'slot']
}

/** A rest behind one of our own ids is a mistyped suffix for every client. */
function nameModel(written: string, {models, takesNew = false, ...asked}: ResolveContext): ModelId | undefined {
  if (models.length === 0) return anyModel(written)
  const known = readModelId(written, models)
  if (known !== undefined || !takesNew || modelAtStart(written, models) !== undefined) return known
  const effort = asked.flag ?? asked.wish.level
  return anyModel(written, effort && [effort], asked.tier && [asked.tier])
}

/** Of ids that are the upstream's own affair: nothing is known of levels and tiers, so what was asked for is sent. */
function anyModel(written: string, efforts: readonly Effort[] = [], tiers: readonly Tier[] = []): ModelId {
  const id = written.trim().replace(/\[1m\]$/i, '')
  return {model: {id, name: id, efforts, tiers, access: 'any', notes: ''}}
}
