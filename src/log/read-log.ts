import {readLeniently} from '../files/read-json.js'
import type {Level, LogLine} from './open-log.js'

const LEVELS: readonly Level[] = ['debug', 'info', 'warn']

export interface LogFilter {
  /** This level and those above. */
  readonly level?: Level
}

/** Oldest first, the file before the current one included. */
export async function readLog(file: string, filter: LogFilter): Promise<readonly LogLine[]> {
  const [older, newer] = await Promise.all([readLeniently(`${file}.1`), readLeniently(file)])
  return readLogLines(`${older ?? ''}${newer ?? ''}`, filter)
}

export function readLogLines(text: string, {level = 'debug'}: LogFilter): readonly LogLine[] {
  const wanted = new Set<string>(LEVELS.slice(LEVELS.indexOf(level)))
  return text
    .split('\n')
    .filter(Boolean)
    .flatMap(parse)
    .filter((line) => wanted.has(line.level))
}

/** A crash may leave half a line, or words of Node's own. */
function parse(line: string): readonly LogLine[] {
  try {
    return [JSON.parse(line) as LogLine]
  } catch {
    return []
  }
}
