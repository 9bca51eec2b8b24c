import {readDuration} from '../config/duration.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {HOUR} from './usage-table.js'

/** `7d`: so long ago. A date means its beginning, here; a time is taken as it is. Counts are kept by the hour: its start. */
export function readSince(written: string, now: number): number {
  const at = beginOf(written, now)
  if (Number.isNaN(at) || at > now) throw noTime(written)
  return Math.floor(at / HOUR) * HOUR
}

export function readUntil(written: string, now: number): number {
  const at = endOf(written, now)
  if (Number.isNaN(at)) throw noTime(written)
  return at
}

function noTime(written: string): CcsError {
  return new CcsError(`"${written}" is no time in the past; write 24h, 7d or 2026-01-31.`, {
    code: 'bad_usage',
    exit: EXIT.usage,
  })
}

/** What a person writes for the begin of a range, here; `NaN` for what is no time. */
export function beginOf(written: string, now: number): number {
  return readTime(written, now, 'T00:00')
}

/** The same for its end. A date is its last day, whole. Nothing is counted ahead of time: a range ends with now. */
export function endOf(written: string, now: number): number {
  return Math.min(readTime(written, now, 'T24:00'), now)
}

function readTime(written: string, now: number, ofDay: string): number {
  const ago = readDuration(written)
  return ago === undefined ? readDate(written, ofDay) : now - ago
}

function readDate(written: string, ofDay: string): number {
  const text = written.trim()
  if (!/^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return Number.NaN
  return Date.parse(text.length === '2026-01-31'.length ? `${text}${ofDay}` : text)
}
