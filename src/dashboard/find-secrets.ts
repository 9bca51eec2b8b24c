import type {Node} from 'jsonc-parser'
import type {Document, Scalar} from 'yaml'
import {NAMED, SHAPES} from '../errors/redact.js'
import type {TextFormat} from './check-text.js'

/** A stretch of a text, quotes left out. */
export interface Stretch {
  readonly start: number
  readonly end: number
  /** A word without quotes where any other word would need them: a number of JSON. */
  readonly bare?: boolean
}

const SECRET_KEY = /TOKEN|KEY|SECRET|PASSWORD|PASSWD|AUTHORIZATION|CREDENTIAL/i
/** How many tokens a model may use is no secret. */
const LIMIT_KEY = /MAX_?\w*TOKENS$/i
/** A JSON web token, an API key, a bearer header, a password in an address. */
const SECRET_VALUE =
  /^(eyJ[\w-]+\.[\w-]+(\.[\w-]*)?|(sk|rt|pk|ccs)-[\w-]{8,}|Bearer\s+\S+|\w+:\/\/[^/\s@]*:[^/\s@]+@.*)$/i

/**
 * Where a text holds what no page may show: by the name it stands under, at any depth, or by its own shape, wherever
 * that is, comments and longer texts too.
 */
export async function findSecrets(format: TextFormat, written: string): Promise<readonly Stretch[]> {
  const text = written.replace(/^\uFEFF/, '')
  const mark = written.length - text.length
  const named = (await PARSERS[format](text)) ?? findByLine(text)
  const found = [...named, ...findShapes(text)].filter(({start, end}) => end > start)
  const apart = found.sort((a, b) => a.start - b.start).reduce(joined, [])
  return mark === 0 ? apart : apart.map((one) => ({...one, start: one.start + mark, end: one.end + mark}))
}

/** In order, and none over another. */
function joined(all: readonly Stretch[], next: Stretch): readonly Stretch[] {
  const last = all.at(-1)
  if (last === undefined || next.start >= last.end) return [...all, next]
  const bare = last.bare === true || next.bare === true
  return [...all.slice(0, -1), {start: last.start, end: Math.max(last.end, next.end), ...(bare && {bare})}]
}

/** `undefined` for a text that does not parse. */
const PARSERS: Readonly<Record<TextFormat, (text: string) => Promise<readonly Stretch[] | undefined>>> = {
  json: findInJson,
  yaml: findInYaml,
}

async function findInJson(text: string): Promise<readonly Stretch[] | undefined> {
  const {parseTree} = await import('jsonc-parser')
  const faults: never[] = []
  const tree = parseTree(text, faults, {allowTrailingComma: true})
  if (faults.length > 0 || tree === undefined) return undefined
  return walkJson(tree, false)
}

function walkJson(node: Node, isSecret: boolean): readonly Stretch[] {
  const [key, value] = node.children ?? []
  if (node.type === 'property' && value !== undefined) return walkJson(value, isSecret || isSecretKey(key?.value))
  if (node.children !== undefined) return node.children.flatMap((child) => walkJson(child, isSecret))
  if (!isHidden(node.value, isSecret)) return []
  const {offset: start, length} = node
  return node.type === 'string'
    ? [{start: start + 1, end: start + length - 1}]
    : [{start, end: start + length, bare: true}]
}

async function findInYaml(text: string): Promise<readonly Stretch[] | undefined> {
  const {isScalar, parseDocument, visit} = await import('yaml')
  const document: Document = parseDocument(text, {prettyErrors: false})
  if (document.errors.length > 0) return undefined
  const found: Stretch[] = []
  visit(document, {
    Scalar(place, node, path) {
      const keys = path.map((one) => Object(one).key).filter((key) => isScalar(key))
      if (
        place !== 'key' &&
        isHidden(
          node.value,
          keys.some(({value}) => isSecretKey(value)),
        )
      )
        found.push(within(node, text))
    },
  })
  return found
}

/** A quoted or a block scalar begins with signs of its own. */
function within({range, type}: Scalar, text: string): Stretch {
  const [start, end] = range ?? [0, 0]
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return {start: start + 1, end: end - 1}
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return {start, end}
  const first = text.indexOf('\n', start) + 1
  const indent = /^\s*/.exec(text.slice(first, end))?.[0].length ?? 0
  return {start: first + indent, end: text.slice(0, end).trimEnd().length}
}

function isSecretKey(key: unknown): boolean {
  return typeof key === 'string' && SECRET_KEY.test(key) && !LIMIT_KEY.test(key)
}

/** A flag is no secret. */
function isHidden(value: unknown, isSecret: boolean): boolean {
  if (typeof value === 'number') return isSecret
  return typeof value === 'string' && (isSecret || SECRET_VALUE.test(value))
}

/** A line with a suspicious name is hidden from there on, with those that are indented below it. */
function findByLine(text: string): readonly Stretch[] {
  const found: Stretch[] = []
  let offset = 0
  let below = Number.POSITIVE_INFINITY
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length
    const named = SECRET_KEY.exec(line)
    const from = indent > below ? indent : startOfValue(line, named)
    if (indent <= below) below = named === null ? Number.POSITIVE_INFINITY : indent
    if (from !== undefined && line.trim() !== '')
      found.push({start: offset + from, end: offset + line.trimEnd().length})
    offset += line.length + 1
  }
  return found
}

/** What follows the colon after the name. */
function startOfValue(line: string, named: RegExpExecArray | null): number | undefined {
  if (named === null) return undefined
  const rest = /[:=]\s*/.exec(line.slice(named.index))
  return rest === null ? named.index : named.index + rest.index + rest[0].length
}

/**
 * Shorter ones than in a log, where everything is looked at; also behind the `\\n` of a JSON text. What a group holds
 * stays to be seen.
 */
const SHORT_SHAPES: readonly RegExp[] = [
  /(?:(?<=\\[nrt])|\b)(?:eyJ[\w.-]{16,}|(?:sk|rt|pk)-[\w-]{8,}|Bearer\s+[\w.~+/=-]{8,})/gi,
  /(\b\w+:\/\/[^/\s@:"']*:)[^/\s@"']+(?=@)/g,
]

/** Line by line: no secret goes over the end of one. */
function findShapes(text: string): readonly Stretch[] {
  let offset = 0
  return text.split('\n').flatMap((line) => {
    const start = offset
    offset += line.length + 1
    return [...SHAPES, ...SHORT_SHAPES, NAMED].flatMap((shape) =>
      [...line.matchAll(shape)].flatMap((match) => stretchOf(match, start)),
    )
  })
}

/** Without what introduces it, and without half of an escape. A list or a map is no value of its own. */
function stretchOf(
  {index, 0: match, 1: name = '', 2: between = ''}: RegExpMatchArray,
  offset: number,
): readonly Stretch[] {
  const before = name.length + between.length
  if (/^[[{]/.test(match.slice(before))) return []
  const start = offset + (index ?? 0)
  return [{start: start + before, end: start + match.replace(/\\+$/, '').length}]
}
