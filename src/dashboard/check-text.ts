import type {DashboardHost} from '../contract/index.js'
import {placeOf} from '../files/place-of.js'

export type Verdict = Awaited<ReturnType<DashboardHost['validateFile']>>

/** What is wrong with a value, or may be, and where in it. */
export interface Complaint {
  readonly path: readonly string[]
  readonly message: string
}

export type TextFormat = 'json' | 'yaml'

/**
 * Whether a text can be read and its value will do; what will not is told with line and column. A byte order mark is
 * overlooked, as it is when the file is read.
 */
export async function checkText(
  format: TextFormat,
  written: string,
  complain: (value: unknown) => Complaint | undefined,
  warn: (value: unknown) => readonly Complaint[] = () => [],
): Promise<Verdict> {
  const text = written.replace(/^\uFEFF/, '')
  const {fault, value, offsetOf} = await PARSERS[format](text)
  if (fault !== undefined) return {ok: false, ...placeOf(text, fault.offset), message: fault.message}
  const told = ({path, message}: Complaint) => ({...placeOf(text, offsetOf(path)), message})
  const complaint = complain(value)
  if (complaint !== undefined) return {ok: false, ...told(complaint)}
  const warnings = warn(value).map(told)
  return {ok: true, ...(warnings.length > 0 && {warnings})}
}

interface ParsedText {
  readonly fault?: {readonly offset: number; readonly message: string}
  readonly value: unknown
  readonly offsetOf: (path: readonly string[]) => number
}

const PARSERS: Readonly<Record<TextFormat, (text: string) => Promise<ParsedText>>> = {json: parseJson, yaml: parseYaml}

/** Comments and trailing commas are overlooked, as they are when the file is read. */
async function parseJson(text: string): Promise<ParsedText> {
  const {findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode} = await import('jsonc-parser')
  const faults: {error: number; offset: number; length: number}[] = []
  const tree = parseTree(text, faults, {allowTrailingComma: true})
  const [first] = faults
  return {
    ...(first && {fault: {offset: first.offset, message: words(printParseErrorCode(first.error))}}),
    value: tree === undefined ? undefined : getNodeValue(tree),
    offsetOf: (path) => (tree === undefined ? 0 : (findNodeAtLocation(tree, [...path])?.offset ?? 0)),
  }
}

async function parseYaml(text: string): Promise<ParsedText> {
  const {isNode, parseDocument} = await import('yaml')
  const document = parseDocument(text, {prettyErrors: false})
  const [first] = document.errors
  return {
    ...(first && {fault: {offset: first.pos[0], message: first.message}}),
    value: first === undefined ? document.toJS() : undefined,
    offsetOf(path) {
      const node = document.getIn(path, true)
      return isNode(node) ? (node.range?.[0] ?? 0) : 0
    },
  }
}

/** `CommaExpected` → `Comma expected.` */
function words(code: string): string {
  const text = code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${text}.`
}
