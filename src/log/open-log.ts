import {appendFileSync, mkdirSync, renameSync, statSync} from 'node:fs'
import {dirname} from 'node:path'
import type {Log} from '../contract/index.js'
import {redact} from '../errors/redact.js'

/** Bytes at which a log file makes room for a new one. */
const LARGEST = 5 * 1024 * 1024

export type Level = 'debug' | 'info' | 'warn'

export interface LogOptions {
  readonly clock: {now(): number}
  readonly debug?: boolean
  /** Told of every line that is kept, besides the file. */
  readonly listener?: (line: LogLine) => void
}

export interface LogLine {
  readonly at: string
  readonly level: Level
  readonly message: string
  readonly [field: string]: unknown
}

/** One JSON object a line, redacted, readable by its owner only. The file before the last one is kept as `.1`. */
export function openLog(file: string, {clock, debug = false, listener}: LogOptions): Log {
  let size: number | undefined
  const write = (level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    if (level === 'debug' && !debug) return
    const line = {...fields, at: new Date(clock.now()).toISOString(), level, message}
    const text = `${redact(JSON.stringify(line))}\n`
    size = append(file, text, size)
    listener?.(JSON.parse(text) as LogLine)
  }
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
  }
}

/** A log that cannot be written must not stop what it tells about. */
function append(file: string, text: string, known: number | undefined): number | undefined {
  try {
    let size = known ?? begin(file)
    if (size > LARGEST) {
      renameSync(file, `${file}.1`)
      size = 0
    }
    appendFileSync(file, text, {mode: 0o600})
    return size + text.length
  } catch {
    return undefined
  }
}

function begin(file: string): number {
  mkdirSync(dirname(file), {recursive: true, mode: 0o700})
  return statSync(file, {throwIfNoEntry: false})?.size ?? 0
}
