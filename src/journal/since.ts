import {readDuration} from '../config/duration.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {HOUR} from './usage-table.js'

/** `7d`: so long ago. A date means its beginning, here; a time is taken as it is. Counts are kept by the hour: its start. */
export function readSince(written: string, now: number): number {
  const at = readTime(written, now, BEGIN)
  if (Number.isNaN(at) || at > now) throw noTime(written)
  return Math.floor(at / HOUR) * HOUR
}

/** A date is its last day, whole. Nothing is counted ahead of time. */
export function readUntil(written: string, now: number): number {
  const at = readTime(written, now, END)
  if (Number.isNaN(at)) throw noTime(written)
  return Math.min(at, now)
}

function noTime(written: string): CcsError {
  return new CcsError(`"${written}" is no time in the past; write 24h, 7d or 2026-01-31.`, {
    code: 'bad_usage',
    exit: EXIT.usage,
  })
}

/** The parts of a day that a date can mean. */
export const BEGIN = 'T00:00'
export const END = 'T24:00'

/** What a person writes for a time, here; `NaN` for what is none. */
export function readTime(written: string, now: number, ofDay: typeof BEGIN | typeof END): number {
  const ago = readDuration(written)
  return ago === undefined ? readDate(written, ofDay) : now - ago
}

function readDate(written: string, ofDay: string): number {
  const text = written.trim()
  if (!/^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return Number.NaN
  return Date.parse(text.length === '2026-01-31'.length ? `${text}${ofDay}` : text)
}
