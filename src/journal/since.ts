import {readDuration} from '../config/duration.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {HOUR} from './usage-table.js'

/** `7d`: so long ago. A date means its beginning, here; a time is taken as it is. Counts are kept by the hour: its start. */
export function readSince(written: string, now: number): number {
  const ago = readDuration(written)
  const at = ago === undefined ? readDate(written) : now - ago
  if (Number.isNaN(at) || at > now)
    throw new CcsError(`"${written}" is no time in the past; write 24h, 7d or 2026-01-31.`, {
      code: 'bad_usage',
      exit: EXIT.usage,
    })
  return Math.floor(at / HOUR) * HOUR
}

function readDate(written: string): number {
  const text = written.trim()
  if (!/^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return Number.NaN
  return Date.parse(text.length === '2026-01-31'.length ? `${text}T00:00` : text)
}
