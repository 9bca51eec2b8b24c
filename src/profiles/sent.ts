import type {Effort, Model, ModelChoice, PlanFallback, ProviderPlugin, Slot, Tier} from '../contract/index.js'
import {fitToAccount} from '../models/fit.js'
import {type Resolution, resolveModel} from '../models/resolve.js'
import {MODEL_SLOTS, type ModelSlot} from './check-fields.js'

/** What one slot's id becomes upstream, for people and for `--json`. */
export interface SentSlot {
  readonly slot: ModelSlot
  readonly written: string
  /** Absent when the id means nothing; `error` says why. */
  readonly sent?: ModelChoice
  readonly fallback?: PlanFallback
  readonly notes: readonly string[]
  readonly error?: string
}

export interface SentContext {
  readonly models: readonly Model[]
  readonly provider: Pick<ProviderPlugin, 'fallback'>
  readonly plan: string | undefined
  /** The effort that the profile fixes for all slots. */
  readonly effort?: Effort
}

/** Upstream's own words. */
const TIERS: Readonly<Record<Tier, string>> = {fast: 'priority'}

export function sentSlots(slots: Readonly<Record<Slot, string>>, context: SentContext): readonly SentSlot[] {
  return MODEL_SLOTS.map((slot) => sentSlot(slot, slots, context))
}

/** `gpt-5.4, reasoning.effort high, service_tier priority` */
export function sentLine({id, effort, tier}: Pick<ModelChoice, 'id' | 'effort' | 'tier'>): string {
  const parts = [id, effort && `reasoning.effort ${effort}`, tier && `service_tier ${serviceTier(tier)}`]
  return parts.filter(Boolean).join(', ')
}

export function serviceTier(tier: Tier): string {
  return TIERS[tier]
}

/** `gpt-5.4-high-fast -> gpt-5.4, reasoning.effort high, service_tier priority` */
export function writeSent({written, sent}: Pick<SentSlot, 'written' | 'sent'>): string {
  return `${written} -> ${sent === undefined ? 'nothing' : sentLine(sent)}`
}

/** A line for each slot, and below it what else there is to know. */
export function writeSentSlots(all: readonly SentSlot[], width = 7): readonly string[] {
  return all.flatMap(({slot, fallback, notes, error, ...rest}) => [
    `${slot.padEnd(width)}  ${writeSent(rest)}`,
    ...[fallback?.reason, error, ...notes].filter(Boolean).map((more) => `${' '.repeat(width)}  (${more})`),
  ])
}

function sentSlot(slot: ModelSlot, slots: Readonly<Record<Slot, string>>, context: SentContext): SentSlot {
  const written = slots[slot]
  const {models, provider, plan, effort: flag} = context
  let resolution: Resolution
  try {
    const asked = slot === 'default' ? written : `${written}@${slot}`
    resolution = resolveModel(asked, {models, slots, wish: {}, flag})
  } catch (error) {
    return {slot, written, notes: [], error: error instanceof Error ? error.message : String(error)}
  }
  const {model, fallback} = fitToAccount(resolution, {provider, models, plan, denied: () => false})
  return {slot, written, sent: {...model, asked: written}, ...(fallback && {fallback}), notes: resolution.notes}
}
