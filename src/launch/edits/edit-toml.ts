import type {FileChange} from '../../contract/index.js'
import {parseTomlText} from './parse-toml-text.js'
import {inTheWay, notExpressible} from './refuse-edit.js'
import {sameValue} from './same-value.js'
import {type Section, scanToml} from './scan-toml.js'
import {type Before, lineEndOf, type Placed, splice, type TextEditor} from './text-editor.js'
import {dropPair, findPair, insertInline, insertPair, outermostPair, replaceValue} from './toml-pairs.js'
import {writeTomlSection} from './write-toml.js'

/** TOML section by section; every result is parsed again and must say exactly what was meant. */
export const tomlEditor: TextEditor = {parse: parseTomlText, place, take}

type Path = readonly string[]
type Table = Readonly<Record<string, unknown>>
type Upsert = Extract<FileChange, {type: 'upsert'}>

function place(text: string, change: FileChange, file: string): Placed {
  const parsed = parseTomlText(text, file)
  const depth = depthOf(parsed, change, file)
  if (change.type === 'set' && sameValue(valueAt(parsed, change.path), change.value)) {
    return {text, before: {depth, value: rawValue(text, change.path)}}
  }
  const placed = change.type === 'set' ? placeValue(text, change, depth) : placeElement(text, change, depth)
  if (placed === undefined || !says(placed.text, withChange(parsed, change), file)) {
    throw notExpressible(file, change.path)
  }
  return placed
}

function placeValue(
  text: string,
  {path, value}: Extract<FileChange, {type: 'set'}>,
  depth: number,
): Placed | undefined {
  const found = findPair(text, path)
  if (found !== undefined) return replaceValue(text, found, value, depth)
  const inserted = insertInline(text, path, value) ?? (isTable(value) ? undefined : insertPair(text, path, value))
  if (inserted !== undefined) return {text: inserted.text, before: {depth, blank: inserted.blank}}
  if (isTable(value)) return appendSection(text, path, value, false, depth)
  return appendSection(text, path.slice(0, -1), {[path.at(-1) ?? '']: value}, false, depth)
}

function placeElement(text: string, change: Upsert, depth: number): Placed {
  const found = elementOf(text, change)
  if (found === undefined) return appendSection(text, change.path, change.value, true, depth)
  const span = sectionSpan(found)
  const written = writeTomlSection(change.path, change.value, true, lineEndOf(text))
  return {text: splice(text, span, written), before: {depth, value: text.slice(span.start, span.end)}}
}

/** A section that says it already has no text of its own to put back: it is left where it is. */
function rawValue(text: string, path: Path): string {
  const found = findPair(text, path)
  return found === undefined ? '' : text.slice(found.pair.value.start, found.pair.value.end)
}

function appendSection(text: string, path: Path, value: Table, list: boolean, depth: number): Placed {
  const lineEnd = lineEndOf(text)
  const blank = text.trim() === '' ? '' : text.endsWith('\n') ? lineEnd : lineEnd + lineEnd
  return {text: text + blank + writeTomlSection(path, value, list, lineEnd), before: {depth, blank}}
}

function take(text: string, change: FileChange, before: Before, file: string): string {
  const parsed = parseTomlText(text, file)
  const left = change.type === 'set' ? takeValue(text, parsed, change, before) : takeElement(text, change, before)
  return parses(left, file) ? left : text
}

function takeValue(text: string, parsed: Table, {path, value}: FileChange, before: Before): string {
  if (!sameValue(valueAt(parsed, path), value)) return text
  const found = findPair(text, path)
  if (found !== undefined && before.value !== undefined) return splice(text, found.pair.value, before.value)
  if (before.value !== undefined) return text
  if (found === undefined) return takeSection(text, sectionOf(text, path), before)
  const left = dropPair(text, outermostPair(text, path, before.depth) ?? found, before.blank)
  const holder = sectionOf(left, path.slice(0, -1))
  const ours = before.depth < path.length - 1 && holder?.pairs.length === 0
  return ours ? takeSection(left, holder, before) : left
}

function takeElement(text: string, change: Upsert, before: Before): string {
  const found = elementOf(text, change)
  if (found !== undefined && before.value !== undefined) return splice(text, sectionSpan(found), before.value)
  return takeSection(text, found, before)
}

function takeSection(text: string, section: Section | undefined, {blank = ''}: Before): string {
  if (section === undefined) return text
  const {start, end} = sectionSpan(section)
  return splice(text, {start: text.slice(0, start).endsWith(blank) ? start - blank.length : start, end}, '')
}

/** Header and pairs; comments behind the last pair belong to what follows. */
function sectionSpan(section: Section): {start: number; end: number} {
  return {start: section.header.start, end: section.pairs.at(-1)?.line.end ?? section.header.end}
}

function sectionOf(text: string, path: Path): Section | undefined {
  return scanToml(text).sections.find((each) => !each.list && path.length > 0 && sameValue(each.path, path))
}

function elementOf(text: string, {path, key, value}: Upsert): Section | undefined {
  return scanToml(text).sections.find(
    (each) => each.list && sameValue(each.path, path) && sameValue(elementKey(text, each, key), value[key]),
  )
}

function elementKey(text: string, section: Section, key: string): unknown {
  const pair = section.pairs.find((each) => each.key.length === 1 && each.key[0] === key)
  return pair === undefined
    ? undefined
    : parseTomlText(`value = ${text.slice(pair.value.start, pair.value.end)}`, '').value
}

/** How many leading keys exist; a key on the way that holds no table is in the way. */
function depthOf(parsed: Table, change: FileChange, file: string): number {
  let held: unknown = parsed
  for (const [depth, key] of change.path.entries()) {
    if (!isTable(held)) throw inTheWay(file, change.path.slice(0, depth), 'a table')
    if (!Object.hasOwn(held, key)) return depth
    held = held[key]
  }
  if (change.type === 'upsert' && !Array.isArray(held)) throw inTheWay(file, change.path, 'a list')
  return change.path.length
}

function valueAt(parsed: Table, path: Path): unknown {
  return path.reduce((held: unknown, key) => (isTable(held) ? held[key] : undefined), parsed)
}

/** The document as it should read afterwards. */
function withChange(held: unknown, change: FileChange, path: Path = change.path): unknown {
  const [key, ...rest] = path
  if (key !== undefined) {
    const table = isTable(held) ? held : {}
    return {...table, [key]: withChange(table[key], change, rest)}
  }
  if (change.type === 'set') return change.value
  const list: readonly unknown[] = Array.isArray(held) ? held : []
  const ours = (each: unknown) => isTable(each) && sameValue(each[change.key], change.value[change.key])
  return list.some(ours) ? list.map((each) => (ours(each) ? change.value : each)) : [...list, change.value]
}

function says(text: string, meant: unknown, file: string): boolean {
  return parses(text, file) && sameValue(parseTomlText(text, file), meant)
}

function parses(text: string, file: string): boolean {
  try {
    parseTomlText(text, file)
    return true
  } catch {
    return false
  }
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
