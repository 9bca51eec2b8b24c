import {type Pair, type Section, scanInlineTable, scanToml} from './scan-toml.js'
import {lineEndOf, type Placed, type Span, splice} from './text-editor.js'
import {writeTomlPair, writeTomlValue} from './write-toml.js'

type Path = readonly string[]

/** A pair at its full path, and the inline table that it stands in, if any. */
export interface FoundPair {
  readonly pair: Pair
  readonly table?: Span
}

/** However the pair is written: in its section, as a dotted key, or inside an inline table. */
export function findPair(text: string, path: Path): FoundPair | undefined {
  for (const section of addressable(text)) {
    const rest = after(section.path, path)
    const found = rest && findIn(text, section.pairs, rest)
    if (found) return found
  }
  return undefined
}

function findIn(text: string, pairs: readonly Pair[], path: Path, table?: Span): FoundPair | undefined {
  for (const pair of pairs) {
    const rest = after(pair.key, path)
    if (rest?.length === 0) return {pair, table}
    if (rest === undefined || text[pair.value.start] !== '{') continue
    const found = findIn(text, scanInlineTable(text, pair.value), rest, pair.value)
    if (found !== undefined) return found
  }
  return undefined
}

export function replaceValue(text: string, {pair}: FoundPair, value: unknown, depth: number): Placed {
  const {start, end} = pair.value
  return {text: splice(text, pair.value, writeTomlValue(value)), before: {depth, value: text.slice(start, end)}}
}

export interface Inserted {
  readonly text: string
  /** What stood between the braces of a table that was empty. */
  readonly blank?: string
}

/** Adds what is missing of the path to the innermost inline table on its way; `undefined` when there is none. */
export function insertInline(text: string, path: Path, value: unknown): Inserted | undefined {
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const table = findPair(text, path.slice(0, depth))?.pair.value
    if (table !== undefined && text[table.start] === '{') return insertIn(text, table, path.slice(depth), value)
  }
  return undefined
}

/** Adds a pair to the section or the dotted keys that make up its table; `undefined` when there are none. */
export function insertPair(text: string, path: Path, value: unknown): Inserted | undefined {
  const table = path.slice(0, -1)
  const key = path.slice(-1)
  const sections = addressable(text)
  const own = sections.find((section) => section.path.length === table.length && after(section.path, table))
  if (own !== undefined) return {text: insertLine(text, own, own.pairs.at(-1), key, value)}
  for (const section of sections) {
    const rest = after(section.path, table)
    const sibling = rest && section.pairs.findLast((pair) => after(rest, pair.key) !== undefined)
    if (rest && sibling) return {text: insertLine(text, section, sibling, [...rest, ...key], value)}
  }
  return undefined
}

function insertLine(text: string, section: Section, sibling: Pair | undefined, key: Path, value: unknown): string {
  const lineEnd = lineEndOf(text)
  const at = sibling?.line.end ?? section.header.end
  const indent = sibling === undefined ? '' : (/^[ \t]*/.exec(text.slice(sibling.line.start))?.[0] ?? '')
  const line = indent + writeTomlPair(key, value)
  const open = at > 0 && text[at - 1] !== '\n'
  return splice(text, {start: at, end: at}, open ? lineEnd + line : line + lineEnd)
}

function insertIn(text: string, table: Span, path: Path, value: unknown): Inserted {
  const pairs = scanInlineTable(text, table)
  const written = writeMissing(pairs, path, value)
  const last = pairs.at(-1)
  if (last !== undefined) return {text: splice(text, {start: last.value.end, end: last.value.end}, `, ${written}`)}
  const inside = insideOf(table)
  const blank = text.slice(inside.start, inside.end)
  if (blank.trim() === '') return {text: splice(text, inside, ` ${written} `), blank}
  return {text: splice(text, {start: inside.start, end: inside.start}, ` ${written}`)}
}

/** Tables that are missing are written around the value; one that is there in dotted keys is added to in its own way. */
function writeMissing(pairs: readonly Pair[], path: Path, value: unknown): string {
  const isDotted = pairs.some(({key}) => key.length > 1 && key[0] === path[0])
  if (isDotted) return writeTomlPair(path, value)
  return writeTomlPair(
    path.slice(0, 1),
    path.slice(1).reduceRight((held: unknown, key) => ({[key]: held}), value),
  )
}

/** The pair at the path, or the outermost inline table below `depth` keys that holds nothing else. */
export function outermostPair(text: string, path: Path, depth: number): FoundPair | undefined {
  for (let length = depth + 1; length < path.length; length += 1) {
    const found = findPair(text, path.slice(0, length))
    if (found !== undefined && holdsOnly(text, found.pair.value, path.slice(length))) return found
  }
  return findPair(text, path)
}

function holdsOnly(text: string, table: Span, path: Path): boolean {
  if (text[table.start] !== '{') return false
  const [pair, ...others] = scanInlineTable(text, table)
  const rest = pair && after(pair.key, path)
  if (pair === undefined || rest === undefined || others.length > 0) return false
  return rest.length === 0 || holdsOnly(text, pair.value, rest)
}

/** The inverse of `insertInline` and `insertPair`. */
export function dropPair(text: string, {pair, table}: FoundPair, blank = ''): string {
  if (table !== undefined) return dropInline(text, table, pair, blank)
  const {start, end} = pair.line
  if (end < text.length || text.endsWith('\n')) return splice(text, pair.line, '')
  const before = text.slice(0, start)
  return before.slice(0, before.length - (/\r?\n$/.exec(before)?.[0].length ?? 0))
}

function dropInline(text: string, table: Span, pair: Pair, blank: string): string {
  const pairs = scanInlineTable(text, table)
  const index = pairs.findIndex((each) => each.line.start === pair.line.start)
  const previous = pairs[index - 1]
  const next = pairs[index + 1]
  if (previous !== undefined) return splice(text, {start: previous.value.end, end: pair.value.end}, '')
  if (next !== undefined) return splice(text, {start: pair.line.start, end: next.line.start}, '')
  return dropOnly(text, insideOf(table), pair.line, blank)
}

/** Comments stay. */
function dropOnly(text: string, inside: Span, pair: Span, blank: string): string {
  const [before, behind] = [text.slice(inside.start, pair.start), text.slice(pair.end, inside.end)]
  if (/^[\s,]*$/.test(before + behind)) return splice(text, inside, blank)
  const start = before.trim() === '' ? inside.start : pair.start
  const comma = /^\s*,/.exec(behind)?.[0].length ?? 0
  return splice(text, {start, end: pair.end + comma}, '')
}

function insideOf(table: Span): Span {
  return {start: table.start + 1, end: table.end - 1}
}

/** Sections that a path of keys can reach: no list of tables, and nothing below one. */
function addressable(text: string): readonly Section[] {
  const {sections} = scanToml(text)
  const lists = sections.filter((section) => section.list)
  return sections.filter((section) => !section.list && !lists.some((list) => after(list.path, section.path)))
}

/** What of `path` follows `start`; `undefined` when it does not begin so. */
function after(start: Path, path: Path): Path | undefined {
  return start.length <= path.length && start.every((key, index) => key === path[index])
    ? path.slice(start.length)
    : undefined
}
