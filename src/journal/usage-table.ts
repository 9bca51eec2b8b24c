import type {RequestRecord} from './request-record.js'

/** Counts of one hour, one account and one model. Tokens as the upstream counted them. */
export interface UsageRow {
  /** Start of the hour, milliseconds since the epoch. */
  readonly hour: number
  readonly provider: string
  readonly account: string
  readonly model: string
  requests: number
  failed: number
  input: number
  cached: number
  output: number
  reasoning: number
}

export const HOUR = 3_600_000
/** Hours that are kept. */
const KEPT = 24 * 92

/** Adds one request to its row. */
export function addToTable(table: Map<string, UsageRow>, record: RequestRecord): void {
  const hour = Math.floor(record.at / HOUR) * HOUR
  const account = record.account?.nickname ?? ''
  const model = record.sent?.model ?? record.asked
  const key = [hour, record.provider, account, model].join('\t')
  const row = table.get(key) ?? emptyRow(hour, record.provider, account, model)
  row.requests++
  if (record.status >= 400 || record.error !== undefined) row.failed++
  row.input += record.input
  row.cached += record.cached
  row.output += record.output
  row.reasoning += record.reasoning
  table.set(key, row)
}

export function dropOldRows(table: Map<string, UsageRow>, now: number): void {
  for (const [key, {hour}] of table) if (now - hour > KEPT * HOUR) table.delete(key)
}

export function readTable(text: string): Map<string, UsageRow> {
  try {
    const {rows = []} = JSON.parse(text) as {readonly rows?: readonly UsageRow[]}
    return new Map(rows.map((row) => [[row.hour, row.provider, row.account, row.model].join('\t'), {...row}]))
  } catch {
    return new Map()
  }
}

export function writeTable(table: ReadonlyMap<string, UsageRow>): string {
  return `${JSON.stringify({version: 1, rows: [...table.values()]})}\n`
}

function emptyRow(hour: number, provider: string, account: string, model: string): UsageRow {
  return {hour, provider, account, model, requests: 0, failed: 0, input: 0, cached: 0, output: 0, reasoning: 0}
}
