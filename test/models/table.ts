import type {Effort, Model, PlanFallback, Slot} from '../../src/contract/index.js'

const ALL: readonly Effort[] = ['minimal', 'low', 'medium', 'high', 'xhigh']

/** The product page's table. */
export const TABLE: readonly Model[] = [
  row('gpt-5.5', 'GPT-5.5', ALL, true, 'paid'),
  row('gpt-5.4', 'GPT-5.4', ALL, true, 'any'),
  row('gpt-5.4-mini', 'GPT-5.4 Mini', ALL.slice(0, 4), false, 'any'),
  row('gpt-5.2', 'GPT-5.2', ALL, false, 'any'),
  row('gpt-5.3-codex', 'GPT-5.3 Codex', ALL, false, 'paid'),
  row('gpt-5.3-codex-spark', 'GPT-5.3 Codex Spark', ALL, false, 'preview'),
]

export const SLOTS: Readonly<Record<Slot, string>> = {
  default: 'gpt-5.4',
  opus: 'gpt-5.4',
  sonnet: 'gpt-5.4',
  haiku: 'gpt-5.4-mini',
  subagent: 'gpt-5.4',
}

/** Free plans get gpt-5.4 or its mini; the preview is for Pro. */
export function fallback(model: string, plan: string | undefined): PlanFallback | undefined {
  if (model === 'gpt-5.3-codex-spark' && plan !== 'pro') return {model: 'gpt-5.4-mini', reason: 'needs ChatGPT Pro'}
  const paid = model === 'gpt-5.5' || model === 'gpt-5.3-codex'
  return paid && (plan === undefined || plan === 'free')
    ? {model: 'gpt-5.4', reason: 'needs a paid Codex plan'}
    : undefined
}

function row(id: string, name: string, efforts: readonly Effort[], fast: boolean, access: Model['access']): Model {
  return {id, name, efforts, tiers: fast ? ['fast'] : [], access, notes: ''}
}
