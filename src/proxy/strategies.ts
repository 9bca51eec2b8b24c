import type {AccountRecord} from '../accounts/accounts.js'

/** How an account is picked for a new session. */
export interface Strategy {
  readonly id: string
  /** One sentence for people who choose. */
  readonly text: string
  /** The candidates in the order in which they would be picked; they come in the accounts' own order and have one priority. */
  order(candidates: readonly AccountRecord[], facts: StrategyFacts): readonly AccountRecord[]
}

export interface StrategyFacts {
  /** The account that got the last new session. */
  readonly last: string | undefined
  /** Percent used of the fullest window; `undefined` where nobody knows. */
  readonly used: (id: string) => number | undefined
  /** Live sessions of an account. */
  readonly sessions: (id: string) => number
}

interface UsedWindow {
  readonly usedPercent?: number | null
  readonly resetAt?: number | string | null
}

/** Percent used of the fullest of these windows; nobody knows what is used of one that began anew. */
export function fullestOf(windows: readonly UsedWindow[], now: number): number | undefined {
  const current = windows.filter(({resetAt}) => resetAt == null || new Date(resetAt).getTime() > now)
  return current.length === 0 ? undefined : Math.max(...current.map(({usedPercent}) => usedPercent ?? 0))
}

export const STRATEGIES: readonly Strategy[] = [
  {
    id: 'round-robin',
    text: 'Each new session gets the next account in turn: the load is even, and so is the wear on every window.',
    order: (candidates, {last}) => {
      const next = candidates.findIndex(({id}) => id === last) + 1
      return [...candidates.slice(next), ...candidates.slice(0, next)]
    },
  },
  {
    id: 'fill-first',
    text: 'New sessions get the first account until it is used up: the others keep a full window in reserve.',
    order: (candidates) => candidates,
  },
  {
    id: 'least-used',
    text: 'New sessions get the account whose fullest window is used least: all of them last longest.',
    order: (candidates, {used, sessions}) =>
      [...candidates].sort((a, b) => (used(a.id) ?? 0) - (used(b.id) ?? 0) || sessions(a.id) - sessions(b.id)),
  },
]

/** CLIProxyAPI's further words mean the nearest of ours. */
const SYNONYMS: Readonly<Record<string, string>> = {
  'weighted-round-robin': 'round-robin',
  roundrobin: 'round-robin',
  fillfirst: 'fill-first',
  leastused: 'least-used',
}

export function strategyOf(written: string): Strategy | undefined {
  const id = SYNONYMS[written] ?? written
  return STRATEGIES.find((one) => one.id === id)
}
