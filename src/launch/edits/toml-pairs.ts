import {type Pair, type Section, scanInlineTable, scanToml} from './scan-toml.js'
import {lineEndOf, type Placed, type Span, splice} from './text-editor.js'
import {writeTomlKey, writeTomlPair, writeTomlValue} from './write-toml.js'

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

/** Adds a pair to the table that exists, however that is written; `undefined` when there is none. */
export function insertPair(
  text: string,
  path: Path,
  value: unknown,
): {readonly text: string; readonly blank?: string} | undefined {
  const table = path.slice(0, -1)
  const key = path.slice(-1)
  const inline = table.length > 0 ? findPair(text, table) : undefined
  if (inline !== undefined) return insertInline(text, inline.pair.value, key, value)
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

function insertInline(
  text: string,
  table: Span,
  key: Path,
  value: unknown,
): {text: string; blank?: string} | undefined {
  if (text[table.start] !== '{') return undefined
  const last = scanInlineTable(text, table).at(-1)
  const written = `${key.map(writeTomlKey).join('.')} = ${writeTomlValue(value)}`
  if (last !== undefined) return {text: splice(text, {start: last.value.end, end: last.value.end}, `, ${written}`)}
  const inside = {start: table.start + 1, end: table.end - 1}
  return {text: splice(text, inside, ` ${written} `), blank: text.slice(inside.start, inside.end)}
}

/** The inverse of `insertPair`. */
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
  return splice(text, {start: table.start + 1, end: table.end - 1}, blank)
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
