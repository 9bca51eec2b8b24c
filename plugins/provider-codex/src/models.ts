import type {Effort, Model, PlanFallback, Slot, Tier} from 'ccs/plugin'

const UP_TO_HIGH: readonly Effort[] = ['minimal', 'low', 'medium', 'high']
const UP_TO_XHIGH: readonly Effort[] = [...UP_TO_HIGH, 'xhigh']
const FAST: readonly Tier[] = ['fast']

export const MODELS: readonly Model[] = [
  {
    id: 'gpt-5.5',
    name: 'GPT-5.5',
    efforts: UP_TO_XHIGH,
    tiers: FAST,
    access: 'paid',
    notes: 'Newest paid Codex model',
  },
  {
    id: 'gpt-5.4',
    name: 'GPT-5.4',
    efforts: UP_TO_XHIGH,
    tiers: FAST,
    access: 'any',
    notes: 'Recommended Codex default',
    recommended: true,
  },
  {
    id: 'gpt-5.4-mini',
    name: 'GPT-5.4 Mini',
    efforts: UP_TO_HIGH,
    tiers: [],
    access: 'any',
    notes: 'Default fast / haiku option',
  },
  {
    id: 'gpt-5.2',
    name: 'GPT-5.2',
    efforts: UP_TO_XHIGH,
    tiers: [],
    access: 'any',
    notes: 'Older general-purpose model',
  },
  {
    id: 'gpt-5.3-codex',
    name: 'GPT-5.3 Codex',
    efforts: UP_TO_XHIGH,
    tiers: [],
    access: 'paid',
    notes: 'Older paid Codex model',
  },
  {
    id: 'gpt-5.3-codex-spark',
    name: 'GPT-5.3 Codex Spark',
    efforts: UP_TO_XHIGH,
    tiers: [],
    access: 'preview',
    notes: 'Research preview, ChatGPT Pro',
  },
]

export const SLOTS: Readonly<Record<Slot, string>> = {
  default: 'gpt-5.4',
  opus: 'gpt-5.4',
  sonnet: 'gpt-5.4',
  haiku: 'gpt-5.4-mini',
  subagent: 'gpt-5.4',
}

/** The restricted models, and what serves in their place. */
const FALLBACKS: Readonly<Record<string, PlanFallback>> = {
  'gpt-5.5': {model: 'gpt-5.4', reason: 'gpt-5.5 needs a paid Codex plan'},
  'gpt-5.3-codex': {model: 'gpt-5.4', reason: 'gpt-5.3-codex needs a paid Codex plan'},
  'gpt-5.3-codex-spark': {model: 'gpt-5.4-mini', reason: 'gpt-5.3-codex-spark is a preview for ChatGPT Pro'},
}

/** Only a plan known to be free is restricted; every other plan is let through and the backend has the last word. */
export function fallback(model: string, plan: string | undefined): PlanFallback | undefined {
  const isFree = plan === undefined || /^(free|guest)(_|$)/.test(plan.toLowerCase())
  return isFree && Object.hasOwn(FALLBACKS, model) ? FALLBACKS[model] : undefined
}
