import type {Paths} from '../config/paths.js'
import {readUsage, sumUsage, type UsageKey, type UsageSum} from './read-journal.js'

export const USAGE_KEYS = ['account', 'model', 'day'] as const satisfies readonly UsageKey[]

export const COUNTS = ['requests', 'failed', 'input', 'cached', 'output', 'reasoning'] as const

/** What went through the proxy; tokens as the upstream counted them. Times are RFC 3339. */
export interface UsageReport {
  readonly since: string
  readonly until: string
  readonly by: UsageKey
  readonly rows: readonly UsageSum[]
  readonly total: Omit<UsageSum, 'key'>
}

export async function reportUsage(
  paths: Pick<Paths, 'proxyFolder'>,
  {since, until, by}: {readonly since: number; readonly until: number; readonly by: UsageKey},
): Promise<UsageReport> {
  const rows = await readUsage(paths, {since, until})
  const sum = (name: (typeof COUNTS)[number]): number => rows.reduce((total, row) => total + row[name], 0)
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    by,
    rows: sumUsage(rows, by),
    total: {
      requests: sum('requests'),
      failed: sum('failed'),
      input: sum('input'),
      cached: sum('cached'),
      output: sum('output'),
      reasoning: sum('reasoning'),
    },
  }
}
