import type {TurnFault} from '../../contract/index.js'
import {type Json, number, text} from '../json.js'
import {readLimits} from './read-limits.js'

type Headers = Readonly<Record<string, string>>

const UNITS: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000}
const DURATION =
  /try again in ((?:[\d.]+\s*(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)[\s,]*)+)/i

/**
 * When it is worth trying again; the first place that says so counts. `now` absent: relative hints are left. A time that
 * is over comes from another clock: how long to wait is right by any.
 */
export function readRetryAt(fields: Json, words: string, headers: Headers, now?: number): number | undefined {
  const at = readMoment(fields.resets_at)
  if (now === undefined || (at !== undefined && at > now)) return at
  const wait =
    seconds(fields.resets_in_seconds) ??
    number(headers['retry-after-ms']) ??
    seconds(headers['retry-after']) ??
    inWords(words)
  if (wait !== undefined) return now + wait
  return readMoment(headers['retry-after']) ?? at
}

/** Numbers above are milliseconds since 1970: as seconds they would be in the year 5138. */
const LATEST_SECONDS = 1e11

/** Seconds or milliseconds since 1970, or a date. */
function readMoment(value: unknown): number | undefined {
  const read = number(value)
  if (read !== undefined) return read <= 0 ? undefined : read * (read > LATEST_SECONDS ? 1 : 1000)
  const date = Date.parse(text(value) ?? '')
  return Number.isNaN(date) ? undefined : date
}

/** The latest reset among the windows that are used up. */
export function readSpentUntil(headers: Headers, now: number): number | undefined {
  const spent = (readLimits(headers, now)?.windows ?? []).filter((window) => (window.usedPercent ?? 0) >= 100)
  const resets = spent.map((window) => window.resetAt).filter((at) => at !== null)
  return resets.length === 0 ? undefined : Math.max(...resets)
}

/** How overflow is told: OpenAI's two ways, Anthropic's two, llama.cpp's. */
const OVERFLOWS: readonly RegExp[] = [
  /maximum context length is (?<limit>[\d,]+) tokens.*?(?:resulted in|requested(?: about)?) (?<used>[\d,]+)/s,
  /limit of (?<limit>[\d,]+) tokens.*?resulted in (?<used>[\d,]+)/s,
  /(?<used>[\d,]+) tokens? > (?<limit>[\d,]+)/,
  /(?<used>[\d,]+) \+ [\d,]+ > (?<limit>[\d,]+)/,
  /request \((?<used>\d+) tokens\) exceeds.*?\((?<limit>\d+) tokens\)/s,
]

export function readTokens(fields: Json, words: string): TurnFault['tokens'] {
  const groups = OVERFLOWS.map((shape) => shape.exec(words)?.groups).find((found) => found !== undefined)
  const used = number(groups?.used?.replaceAll(',', '')) ?? number(fields.n_prompt_tokens)
  const limit = number(groups?.limit?.replaceAll(',', '')) ?? number(fields.n_ctx)
  if (used === undefined && limit === undefined) return undefined
  return {...(used === undefined ? {} : {used}), ...(limit === undefined ? {} : {limit})}
}

/** `Invalid schema for function 'mcp__x': …`, with `param` as `tools[3].parameters`. */
export function readTool({param}: Json, words: string): TurnFault['tool'] {
  const name = /schema for function '([^']+)'/i.exec(words)?.[1]
  const index = number(/^tools\[(\d+)\]/.exec(text(param) ?? '')?.[1])
  if (name === undefined && index === undefined) return undefined
  return {...(name === undefined ? {} : {name}), ...(index === undefined ? {} : {index})}
}

function seconds(value: unknown): number | undefined {
  const read = number(value)
  return read === undefined ? undefined : read * 1000
}

function inWords(words: string): number | undefined {
  const parts = DURATION.exec(words)?.[1]?.matchAll(/([\d.]+)\s*(ms|milli|[smhd])/gi)
  if (parts === undefined) return undefined
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * unitOf(unit.toLowerCase()), 0)
}

function unitOf(word: string): number {
  return UNITS[word === 'milli' ? 'ms' : word] ?? 0
}
