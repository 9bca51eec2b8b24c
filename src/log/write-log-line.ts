import {localTime} from './local-time.js'
import type {LogLine} from './open-log.js'

/** `2026-11-25 12:00:00 warn  The token … (account: john)`, in local time. */
export function writeLogLine(line: LogLine): string {
  return `${localTime(line.at)} ${line.level.padEnd(5)} ${writeLogText(line)}`
}

/** `The token … (account: john)`. */
export function writeLogText({at: _at, level: _level, message, ...fields}: LogLine): string {
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
  return details.length === 0 ? message : `${message} (${details.join(', ')})`
}
