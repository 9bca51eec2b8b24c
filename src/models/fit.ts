import type {Model, ModelChoice, PlanFallback, ProviderPlugin} from '../contract/index.js'
import {choose, type Resolution} from './resolve.js'

export interface FitContext {
  readonly provider: Pick<ProviderPlugin, 'fallback'>
  readonly models: readonly Model[]
  /** `undefined` when nobody could say. */
  readonly plan: string | undefined
  /** Whether the upstream refused this account the model within the last day. */
  readonly denied: (modelId: string) => boolean
}

/** What this account is sent: the resolved model, or what its plan may use in its place. The settings stay as they are. */
export function fitToAccount(
  resolution: Resolution,
  context: FitContext,
): {readonly model: ModelChoice; readonly fallback?: PlanFallback} {
  const fallback = planFallback(resolution.model.id, context)
  const row = context.models.find((model) => model.id === fallback?.model)
  if (fallback === undefined || row === undefined) return {model: resolution.model}
  return {model: choose(resolution.model.asked, row, resolution.wanted, resolution.wantedTier).model, fallback}
}

/** Followed until a model is allowed; a chain that ends in a refused one is no help, and the first model stays. */
function planFallback(id: string, {provider, plan, denied}: FitContext): PlanFallback | undefined {
  const seen = new Set([id])
  let first: PlanFallback | undefined
  let current = id
  for (;;) {
    const next = denied(current) ? provider.fallback?.(current, undefined) : allowed(provider, current, plan)
    if (next === undefined) break
    if (seen.has(next.model)) return undefined
    seen.add(next.model)
    first ??= next
    current = next.model
  }
  return first === undefined || denied(current) ? undefined : {model: current, reason: first.reason}
}

/** An unknown plan restricts nothing: the model is kept, and the start has warned. */
function allowed(
  provider: Pick<ProviderPlugin, 'fallback'>,
  model: string,
  plan: string | undefined,
): PlanFallback | undefined {
  return plan === undefined ? undefined : provider.fallback?.(model, plan)
}
