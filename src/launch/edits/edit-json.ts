import {getNodeValue, type Node, parseTree} from 'jsonc-parser'
import type {FileChange} from '../../contract/index.js'
import {addChild, dropChild, emptyDocument, indentAt, type Layout, layoutOf, writeValue} from './layout-json.js'
import {parseJsonText, READING} from './parse-json-text.js'
import {inTheWay} from './refuse-edit.js'
import {sameValue} from './same-value.js'
import {type Before, type Placed, splice, type TextEditor} from './text-editor.js'

/** JSON as people keep it: comments and trailing commas may be there. */
export const jsonEditor: TextEditor = {parse: parseJsonText, place, take}

type Path = readonly string[]

function place(text: string, change: FileChange, file: string): Placed {
  if (text.trim() === '') {
    const placed = place(emptyDocument(text), change, file)
    return {text: placed.text, before: {...placed.before, document: text}}
  }
  const root = rootOf(text)
  const {node, depth} = walk(root, change.path)
  const layout = layoutOf(text)
  if (depth < change.path.length) return placeMember(text, node, change, depth, layout, file)
  return change.type === 'set'
    ? replaceNode(text, node, change.value, depth, layout)
    : placeElement(text, node, change, layout, file)
}

/** A new member of the deepest container that exists, with the missing containers around the value. */
function placeMember(text: string, container: Node, change: FileChange, depth: number, layout: Layout, file: string) {
  if (container.type !== 'object') throw inTheWay(file, change.path.slice(0, depth), 'an object')
  const inner = change.type === 'set' ? change.value : [change.value]
  const value = change.path.slice(depth + 1).reduceRight((held: unknown, key) => ({[key]: held}), inner)
  const name = `${JSON.stringify(change.path[depth])}: `
  const added = addChild(text, container, (indent) => name + writeValue(value, indent, layout), layout)
  return {text: added.text, before: {depth, blank: added.blank}}
}

function placeElement(
  text: string,
  list: Node,
  change: Extract<FileChange, {type: 'upsert'}>,
  layout: Layout,
  file: string,
): Placed {
  const depth = change.path.length
  if (list.type !== 'array') throw inTheWay(file, change.path, 'a list')
  const found = elementOf(list, change)
  if (found !== undefined) return replaceNode(text, found, change.value, depth, layout)
  const added = addChild(text, list, (indent) => writeValue(change.value, indent, layout), layout)
  return {text: added.text, before: {depth, blank: added.blank}}
}

function replaceNode(text: string, node: Node, value: unknown, depth: number, layout: Layout): Placed {
  const span = spanOf(node)
  const same = sameValue(getNodeValue(node), value)
  const written = writeValue(value, indentAt(text, span.start), layout)
  return {text: same ? text : splice(text, span, written), before: {depth, value: text.slice(span.start, span.end)}}
}

function take(text: string, change: FileChange, before: Before): string {
  if (text.trim() === '') return text
  const ours = ourNode(rootOf(text), change)
  if (ours === undefined) return text
  if (before.value !== undefined) return splice(text, spanOf(ours), before.value)
  const left = dropChild(text, outermostOfOurs(ours, change, before.depth), before.blank)
  return before.document !== undefined && isBlankDocument(left) ? before.document : left
}

/** An element is ours by its key, whatever the program added to it; a value only while it is the one we set. */
function ourNode(root: Node, change: FileChange): Node | undefined {
  const {node, depth} = walk(root, change.path)
  if (depth < change.path.length) return undefined
  if (change.type === 'set') return sameValue(getNodeValue(node), change.value) ? node : undefined
  return node.type === 'array' ? elementOf(node, change) : undefined
}

/** The child to drop: our value's own member, or the topmost container that we made and that holds only it. */
function outermostOfOurs(ours: Node, change: FileChange, depth: number): Node {
  let child = ours.parent?.type === 'property' ? ours.parent : ours
  let held = change.type === 'set' ? change.path.length - 1 : change.path.length
  while (held > depth && child.parent?.children?.length === 1 && child.parent.parent?.type === 'property') {
    child = child.parent.parent
    held -= 1
  }
  return child
}

/** The node at the path, or the deepest one on the way to it. The last of two equal keys counts, as in every reader. */
function walk(root: Node, path: Path): {node: Node; depth: number} {
  let node = root
  for (const [depth, key] of path.entries()) {
    const member =
      node.type === 'object' ? node.children?.findLast((each) => each.children?.[0]?.value === key) : undefined
    const value = member?.children?.[1]
    if (value === undefined) return {node, depth}
    node = value
  }
  return {node, depth: path.length}
}

function elementOf(list: Node, change: Extract<FileChange, {type: 'upsert'}>): Node | undefined {
  return list.children?.find((element) => {
    const name = element.children?.find((member) => member.children?.[0]?.value === change.key)?.children?.[1]
    return name !== undefined && sameValue(getNodeValue(name), change.value[change.key])
  })
}

function rootOf(text: string): Node {
  const root = parseTree(text, [], READING)
  if (root === undefined) throw new Error('An edited document lost its content.')
  return root
}

function isBlankDocument(text: string): boolean {
  return rootOf(text).children?.length === 0
}

function spanOf(node: Node): {start: number; end: number} {
  return {start: node.offset, end: node.offset + node.length}
}
