import {createScanner, type Node} from 'jsonc-parser'
import {lineEndOf, type Span, splice} from './text-editor.js'

/** How a document is laid out, so that what we add looks like the rest. */
export interface Layout {
  readonly unit: string
  readonly lineEnd: string
}

const COMMA = 5

export function layoutOf(text: string): Layout {
  return {unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ', lineEnd: lineEndOf(text)}
}

export function emptyDocument(text: string): string {
  return `{}${lineEndOf(text)}`
}

/** The white space that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? ''
}

export function writeValue(value: unknown, indent: string, {unit, lineEnd}: Layout): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', lineEnd + indent)
}

/** Adds a last child. `blank` is what stood between the brackets of a container that was empty. */
export function addChild(
  text: string,
  container: Node,
  write: (indent: string) => string,
  layout: Layout,
): {readonly text: string; readonly blank?: string} {
  const outer = indentAt(text, container.offset)
  const indent = outer + layout.unit
  const last = container.children?.at(-1)
  if (last !== undefined) {
    const at = last.offset + last.length
    const separator = text.slice(container.offset, at).includes('\n')
      ? `,${layout.lineEnd}${indentAt(text, last.offset)}`
      : ', '
    return {text: splice(text, {start: at, end: at}, separator + write(indentAt(text, last.offset)))}
  }
  const inside = insideOf(container)
  const blank = text.slice(inside.start, inside.end)
  const child = layout.lineEnd + indent + write(indent)
  if (blank.trim() !== '') return {text: splice(text, {start: inside.start, end: inside.start}, child)}
  return {text: splice(text, inside, child + layout.lineEnd + outer), blank}
}

/** The inverse of `addChild`, wherever the child stands by now. Comments stay. */
export function dropChild(text: string, child: Node, blank = ''): string {
  const container = child.parent
  const siblings = container?.children
  if (container === undefined || siblings === undefined) return text
  const index = siblings.indexOf(child)
  const span = {start: child.offset, end: child.offset + child.length}
  if (siblings.length === 1) return dropOnly(text, insideOf(container), span, blank)
  return index > 0 ? dropAfter(text, siblings[index - 1], span) : dropFirst(text, siblings[1], span)
}

function dropOnly(text: string, inside: Span, child: Span, blank: string): string {
  const rest = text.slice(inside.start, child.start) + text.slice(child.end, inside.end)
  if (/^[\s,]*$/.test(rest)) return splice(text, inside, blank)
  const comma = commaIn(text, {start: child.end, end: inside.end})
  const end = comma === undefined ? child.end : comma + 1
  return splice(text, {start: inside.start + text.slice(inside.start, child.start).trimEnd().length, end}, '')
}

function dropAfter(text: string, previous: Node | undefined, child: Span): string {
  const end = previous === undefined ? child.start : previous.offset + previous.length
  const comma = commaIn(text, {start: end, end: child.start})
  if (comma === undefined) return text
  const between = text.slice(comma + 1, child.start)
  const kept = between.trim() === '' ? '' : between.trimEnd()
  return splice(text, {start: comma, end: child.end}, kept)
}

function dropFirst(text: string, next: Node | undefined, child: Span): string {
  const end = next?.offset ?? child.end
  const comma = commaIn(text, {start: child.end, end})
  if (comma === undefined) return text
  const between = text.slice(comma + 1, end)
  return splice(text, {start: child.start, end: between.trim() === '' ? end : comma + 1}, '')
}

/** The comma between two children, past any comment that holds one. */
function commaIn(text: string, {start, end}: Span): number | undefined {
  const scanner = createScanner(text.slice(start, end), false)
  const limit = end - start
  while (scanner.getPosition() < limit) if (scanner.scan() === COMMA) return start + scanner.getTokenOffset()
  return undefined
}

function insideOf(container: Node): Span {
  return {start: container.offset + 1, end: container.offset + container.length - 1}
}
