import type {UsageQuery, UsageView} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {readUsage, sumUsage} from '../journal/read-journal.js'
import {beginOf, endOf} from '../journal/since.js'
import {HOUR, type UsageRow} from '../journal/usage-table.js'

const DAY = 24 * HOUR
const STEPS = {hour: HOUR, day: DAY} as const
/** Milliseconds up to which a range is drawn by the hour unless told otherwise. */
const BY_HOUR = 2 * DAY

/** Counts of a time: a row for each account, model or day, and a series over the time. */
export async function showUsage(query: UsageQuery, {paths, clock}: HostContext): Promise<UsageView> {
  const now = clock.now()
  const since = floor(checked(query.since, beginOf(query.since, now), now), HOUR)
  const until = query.until === undefined ? now : checked(query.until, endOf(query.until, now), now)
  const rows = await readUsage(paths, {since, until})
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    rows: sumUsage(rows, query.by),
    series: seriesOf(rows, {since, until, step: stepOf(query, until - since)}),
  }
}

function stepOf({bucket}: UsageQuery, length: number): number {
  return STEPS[bucket ?? (length <= BY_HOUR ? 'hour' : 'day')]
}

/** Every step of the time is there, also one in which nothing was asked. */
function seriesOf(
  rows: readonly UsageRow[],
  {since, until, step}: {readonly since: number; readonly until: number; readonly step: number},
): UsageView['series'] {
  const first = floor(since, step)
  const count = Math.max(1, Math.ceil((until - first) / step))
  const points = Array.from({length: count}, (_, index) => ({
    at: new Date(first + index * step).toISOString(),
    requests: 0,
    failed: 0,
    tokens: 0,
  }))
  for (const {hour, requests, failed, input, output} of rows) {
    const point = points[Math.floor((hour - first) / step)]
    if (point === undefined) continue
    point.requests += requests
    point.failed += failed
    point.tokens += input + output
  }
  return points
}

function checked(written: string, at: number, now: number): number {
  if (at <= now && now - at <= LONGEST) return at
  throw new CcsError(`"${written}" is no time that usage is kept for.`, {
    code: 'invalid_value',
    exit: EXIT.usage,
    hint: 'Write a length such as 24h or 30d, or a date of the last year.',
  })
}

const LONGEST = 366 * DAY

function floor(at: number, step: number): number {
  return Math.floor(at / step) * step
}
