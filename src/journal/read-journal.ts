import {readLeniently} from '../files/read-json.js'
import {type JournalPaths, journalFiles} from './journal.js'
import type {RequestRecord} from './request-record.js'
import {readTable, type UsageRow} from './usage-table.js'

export type UsageKey = 'account' | 'model' | 'day'

export interface UsageSum {
  readonly key: string
  readonly requests: number
  readonly failed: number
  readonly input: number
  readonly cached: number
  readonly output: number
  readonly reasoning: number
}

/** The latest requests, newest first. */
export async function readRequests(paths: JournalPaths): Promise<readonly RequestRecord[]> {
  const {requests} = journalFiles(paths)
  const [older, newer] = await Promise.all([readLeniently(`${requests}.1`), readLeniently(requests)])
  const lines = `${older ?? ''}${newer ?? ''}`.split('\n').filter(Boolean)
  return lines.flatMap(parseLine).reverse()
}

/** Rows of the hours from `since` on. */
export async function readUsage(
  paths: JournalPaths,
  {since, until}: {readonly since: number; readonly until: number},
): Promise<readonly UsageRow[]> {
  const table = readTable((await readLeniently(journalFiles(paths).usage)) ?? '')
  return [...table.values()].filter(({hour}) => hour >= since && hour < until)
}

/** Sums by account, model or day (UTC), the busiest first, days in their order. */
export function sumUsage(rows: readonly UsageRow[], by: UsageKey): readonly UsageSum[] {
  const sums = new Map<string, UsageSum>()
  for (const row of rows) {
    const key = keyOf(row, by)
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? {...numbersOf(row), key} : {...add(sum, row), key})
  }
  const all = [...sums.values()]
  return by === 'day'
    ? all.sort((a, b) => a.key.localeCompare(b.key))
    : all.sort((a, b) => b.requests - a.requests || a.key.localeCompare(b.key))
}

function keyOf({account, model, hour}: UsageRow, by: UsageKey): string {
  if (by === 'day') return new Date(hour).toISOString().slice(0, 10)
  return by === 'account' ? account || '(none)' : model
}

type Numbers = Omit<UsageSum, 'key'>

function numbersOf({requests, failed, input, cached, output, reasoning}: Numbers): Numbers {
  return {requests, failed, input, cached, output, reasoning}
}

function add(sum: Numbers, row: Numbers): Numbers {
  return {
    requests: sum.requests + row.requests,
    failed: sum.failed + row.failed,
    input: sum.input + row.input,
    cached: sum.cached + row.cached,
    output: sum.output + row.output,
    reasoning: sum.reasoning + row.reasoning,
  }
}

/** The last line of a process that was killed may be half; one that tells of no request is passed over as well. */
function parseLine(line: string): readonly RequestRecord[] {
  try {
    const found: unknown = JSON.parse(line)
    return isRequest(found) ? [found] : []
  } catch {
    return []
  }
}

function isRequest(found: unknown): found is RequestRecord {
  const {at, asked, status} = Object(found) as Partial<Record<keyof RequestRecord, unknown>>
  return (
    typeof at === 'number' &&
    !Number.isNaN(new Date(at).getTime()) &&
    typeof asked === 'string' &&
    typeof status === 'number'
  )
}
