import type {Effort} from '../contract/index.js'

/** Levels that a person may ask for by name, lowest first. */
export const EFFORT_LEVELS = ['minimal', 'low', 'medium', 'high', 'xhigh'] as const satisfies readonly Effort[]

/** Lowest first: the order that capping walks down. */
export const EFFORT_ORDER: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** Every word for a level. `ultra` exists in clients only; upstreams take their highest level for it. */
const WORDS: Readonly<Record<string, Effort>> = {
  minimal: 'minimal',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'max',
  ultra: 'max',
}

/** Tokens up to which a thinking budget means a level. */
const BUDGETS: readonly (readonly [limit: number, effort: Effort])[] = [
  [0, 'none'],
  [512, 'minimal'],
  [1024, 'low'],
  [8192, 'medium'],
  [24_576, 'high'],
]

/** The level that a flag, a suffix or a setting names; `undefined` for any other word. */
export function readEffort(word: string): Effort | undefined {
  const key = word.trim().toLowerCase()
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined
}

/** Those that an id may pin: the named ones, and the highest where a model has it. */
export function pinnable(efforts: readonly Effort[]): readonly Effort[] {
  return efforts.filter((effort) => effort === 'max' || (EFFORT_LEVELS as readonly Effort[]).includes(effort))
}

/** `undefined` for a negative budget: the client leaves the choice to us. */
export function effortOfBudget(tokens: number): Effort | undefined {
  if (!(tokens >= 0)) return undefined
  return BUDGETS.find(([limit]) => tokens <= limit)?.[1] ?? 'xhigh'
}

/** The highest level not above `wanted`, else the lowest there is; `undefined` for a model that takes none. */
export function capEffort(wanted: Effort, levels: readonly Effort[]): Effort | undefined {
  const sorted = [...levels].sort((a, b) => rank(a) - rank(b))
  return sorted.findLast((level) => rank(level) <= rank(wanted)) ?? sorted[0]
}

export function highestEffort(levels: readonly Effort[]): Effort | undefined {
  return capEffort('max', levels)
}

function rank(effort: Effort): number {
  return EFFORT_ORDER.indexOf(effort)
}
