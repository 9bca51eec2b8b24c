import type {Node} from 'jsonc-parser'
import type {Document, Scalar} from 'yaml'
import type {TextFormat} from './check-text.js'

/** A stretch of a text, quotes left out. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

const SECRET_KEY = /TOKEN|KEY|SECRET|PASSWORD|PASSWD|AUTHORIZATION|CREDENTIAL/i
/** A JSON web token, an API key, a bearer header, a password in an address. */
const SECRET_VALUE =
  /^(eyJ[\w-]+\.[\w-]+(\.[\w-]*)?|(sk|rt|pk|ccs)-[\w-]{8,}|Bearer\s+\S+|\w+:\/\/[^/\s@]*:[^/\s@]+@.*)$/i

/** Where a text holds what no page may show: by the name it stands under, at any depth, or by its own shape. */
export async function findSecrets(format: TextFormat, text: string): Promise<readonly Stretch[]> {
  const found = (await PARSERS[format](text)) ?? findByLine(text)
  return [...found].filter(({start, end}) => end > start).sort((a, b) => a.start - b.start)
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
  const quote = node.type === 'string' ? 1 : 0
  return [{start: node.offset + quote, end: node.offset + node.length - quote}]
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
  return typeof key === 'string' && SECRET_KEY.test(key)
}

/** A number or a flag is no secret. */
function isHidden(value: unknown, isSecret: boolean): boolean {
  return typeof value === 'string' && (isSecret || SECRET_VALUE.test(value))
}

/** A line with a suspicious name is hidden from there on, with those that are indented below it; and what looks secret. */
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
    else for (const match of line.matchAll(SHAPES)) found.push(stretchOf(match, offset))
    offset += line.length + 1
  }
  return found
}

const SHAPES = /eyJ[\w.-]{16,}|\b(?:sk|rt|pk|ccs)-[\w-]{8,}|Bearer\s+[^\s"']+/gi

/** What follows the colon after the name. */
function startOfValue(line: string, named: RegExpExecArray | null): number | undefined {
  if (named === null) return undefined
  const rest = /[:=]\s*/.exec(line.slice(named.index))
  return rest === null ? named.index : named.index + rest.index + rest[0].length
}

function stretchOf({index, 0: match}: RegExpMatchArray, offset: number): Stretch {
  return {start: offset + (index ?? 0), end: offset + (index ?? 0) + match.length}
}
