import type {Span} from './text-editor.js'

/** A document cut into its lines of meaning, with offsets. Only for text that a TOML parser has accepted. */
export interface TomlDocument {
  readonly sections: readonly Section[]
}

/** A header with the pairs below it; the first section has no header and an empty path. */
export interface Section {
  readonly path: readonly string[]
  /** `[[path]]`: one element of a list. */
  readonly list: boolean
  /** From the header's line to the next header's, or the end. */
  readonly span: Span
  /** The header's own line, line end included. */
  readonly header: Span
  readonly pairs: readonly Pair[]
}

export interface Pair {
  /** Keys as written left of `=`, a dotted key in its parts. */
  readonly key: readonly string[]
  /** The whole line or lines, comment and line end included. */
  readonly line: Span
  readonly value: Span
}

export function scanToml(text: string): TomlDocument {
  const sections: Section[] = []
  let open = {path: [] as readonly string[], list: false, header: {start: 0, end: 0}}
  let pairs: Pair[] = []
  let at = 0
  const close = (end: number) => sections.push({...open, pairs, span: {start: open.header.start, end}})
  while (at < text.length) {
    const start = skipBlank(text, at)
    const end = lineEnd(text, start)
    if (text[start] === '[') {
      close(at)
      open = {...readHeader(text, start), header: {start: at, end}}
      pairs = []
      at = end
    } else if (start >= text.length || /[#\r\n]/.test(text[start] ?? '')) {
      at = end
    } else {
      const pair = readPair(text, at, start)
      pairs.push(pair)
      at = pair.line.end
    }
  }
  close(text.length)
  return {sections}
}

/** The pairs of an inline table, whose span holds the braces. */
export function scanInlineTable(text: string, table: Span): readonly Pair[] {
  const pairs: Pair[] = []
  let at = skipGap(text, table.start + 1)
  while (at < table.end - 1) {
    const pair = readPair(text, at, at)
    pairs.push({...pair, line: {start: at, end: pair.value.end}})
    at = skipGap(text, pair.value.end)
  }
  return pairs
}

function readHeader(text: string, start: number): {path: readonly string[]; list: boolean} {
  const list = text.startsWith('[[', start)
  return {path: readKey(text, start + (list ? 2 : 1)).key, list}
}

function readPair(text: string, lineStart: number, start: number): Pair {
  const {key, end} = readKey(text, start)
  const from = skipBlank(text, end + 1)
  const value = {start: from, end: valueEnd(text, from)}
  return {key, value, line: {start: lineStart, end: lineEnd(text, value.end)}}
}

/** Reads up to the `=` or `]` that ends a key. */
function readKey(text: string, start: number): {key: readonly string[]; end: number} {
  const key: string[] = []
  let at = start
  for (;;) {
    at = skipBlank(text, at)
    const quote = text[at]
    const end = quote === '"' || quote === "'" ? stringEnd(text, at) : bareEnd(text, at)
    const raw = text.slice(at, end)
    key.push(quote === '"' ? readEscapes(raw) : quote === "'" ? raw.slice(1, -1) : raw)
    at = skipBlank(text, end)
    if (text[at] !== '.') return {key, end: at}
    at += 1
  }
}

/** TOML's escapes of a basic string are JSON's, besides `\e`, `\x` and `\U`. */
function readEscapes(raw: string): string {
  const json = raw
    .replaceAll(/\\U([0-9a-fA-F]{8})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)))
    .replaceAll(/\\x([0-9a-fA-F]{2})/g, '\\u00$1')
    .replaceAll('\\e', '\\u001b')
  return JSON.parse(json) as string
}

function valueEnd(text: string, start: number): number {
  const first = text[start]
  if (first === '"' || first === "'") return stringEnd(text, start)
  return first === '[' || first === '{' ? bracketEnd(text, start) : atomEnd(text, start)
}

function stringEnd(text: string, start: number): number {
  const quote = text[start] ?? ''
  const fence = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote
  let at = start + fence.length
  while (at < text.length && !text.startsWith(fence, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1
  at += fence.length
  // A multi-line string may end in one or two quotes of its own before the three that close it.
  while (fence.length === 3 && text[at] === quote) at += 1
  return at
}

function bracketEnd(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const char = text[at] ?? ''
    if (char === '"' || char === "'") at = stringEnd(text, at)
    else if (char === '#') at = lineEnd(text, at)
    else {
      depth += '[{'.includes(char) ? 1 : ']}'.includes(char) ? -1 : 0
      at += 1
      if (depth === 0) return at
    }
  }
  return at
}

function atomEnd(text: string, start: number): number {
  return start + (/^[^,\]}#\r\n]*/.exec(text.slice(start, start + 200))?.[0].trimEnd().length ?? 0)
}

function bareEnd(text: string, start: number): number {
  return start + (/^[A-Za-z0-9_-]*/.exec(text.slice(start))?.[0].length ?? 0)
}

function skipBlank(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at
}

/** Past white space, line ends, commas and comments: what may stand between the pairs of an inline table. */
function skipGap(text: string, start: number): number {
  let at = start
  while (/[\s,#]/.test(text[at] ?? '')) at = text[at] === '#' ? lineEnd(text, at) : at + 1
  return at
}

/** Where the next line begins. */
function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end === -1 ? text.length : end + 1
}
