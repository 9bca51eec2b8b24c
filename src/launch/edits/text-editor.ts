import type {FileChange} from '../../contract/index.js'

/** One configuration format: text in, text out. Whatever is not ours keeps its bytes. */
export interface TextEditor {
  /** The parsed document; refuses a text that does not parse, naming file, line and column. */
  parse(text: string, file: string): unknown
  /** Puts the entry in; throws when something of another kind stands in its way. */
  place(text: string, change: FileChange, file: string): Placed
  /** Takes the entry out of the text as it is now. A value that somebody changed meanwhile is theirs, and stays. */
  take(text: string, change: FileChange, before: Before, file: string): string
}

export interface Placed {
  readonly text: string
  readonly before: Before
}

/** How it was where our entry went: what `take` needs to leave no trace. */
export interface Before {
  /** How many leading keys of the path were there. Containers below are ours, and go when they hold nothing else. */
  readonly depth: number
  /** Raw text of the value that ours replaced. */
  readonly value?: string
  /** The white space that our entry displaced: between the brackets of an empty container, or before a new section. */
  readonly blank?: string
  /** The whole document, where it held nothing but white space. */
  readonly document?: string
}

export interface Span {
  readonly start: number
  readonly end: number
}

export function splice(text: string, span: Span, replacement: string): string {
  return text.slice(0, span.start) + replacement + text.slice(span.end)
}

/** The line end that the text uses. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}
