import type {Part} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {type Json, list, object, text} from '../json.js'
import {readImage} from '../read-image.js'
import {readDocument} from './read-document.js'

type Inside = (source: unknown, note: Note) => readonly Part[]
type PartReader = (block: Json, note: Note, inside: Inside) => readonly Part[]

const PARTS: Readonly<Record<string, PartReader>> = {
  text: readText,
  image: readImage,
  document: readDocument,
  tool_reference: (block) => words(`Tool ${text(block.tool_name) ?? ''} is loaded and can be called now.`),
  search_result: readSearchResult,
  compaction: (block) => words(text(block.content) ?? ''),
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'citations'],
  image: ['source'],
  document: ['source', 'title', 'context', 'citations'],
  tool_reference: ['tool_name'],
  search_result: ['source', 'title', 'content', 'citations'],
  compaction: ['content'],
}

/** Blocks inside blocks; what is deeper is no conversation. */
const DEEPEST = 16

/** One block inside a message or a tool's result. An unknown one gives the text that it has. */
export function readParts(source: unknown, note: Note): readonly Part[] {
  return readPart(source, note, 0)
}

function readPart(source: unknown, note: Note, depth: number): readonly Part[] {
  if (source === undefined || source === null) return []
  const plain = text(source)
  if (plain !== undefined) return words(plain)
  if (depth > DEEPEST) {
    note('block nested')
    return []
  }
  const inside: Inside = (one) => readPart(one, note, depth + 1)
  const block = object(source)
  const type = text(block.type) ?? typeof source
  if (!Object.hasOwn(PARTS, type)) return readUnknown(block, type, note, inside)
  noteBlockKeys(block, KEYS[type] ?? [], note)
  return PARTS[type]?.(block, note, inside) ?? []
}

/** Present on any block, and read or meaningless everywhere. */
const COMMON = new Set(['type', 'cache_control'])

export function noteBlockKeys(block: Json, known: readonly string[], note: Note): void {
  for (const key of Object.keys(block)) if (!COMMON.has(key) && !known.includes(key)) note(`block key ${key}`)
}

function readText(block: Json, note: Note): readonly Part[] {
  const said = text(block.text)
  if (said === undefined) note('block text')
  return words(said ?? '')
}

function readSearchResult(block: Json, note: Note, inside: Inside): readonly Part[] {
  const found = list(block.content).flatMap((one) => inside(one, note))
  return [...words([text(block.title), text(block.source)].filter(Boolean).join('\n')), ...found]
}

function readUnknown(block: Json, type: string, note: Note, inside: Inside): readonly Part[] {
  const said = text(block.text) ?? text(block.content)
  if (said !== undefined) return words(said)
  const parts = list(block.content).flatMap((one) => inside(one, note))
  if (parts.length === 0) note(`block ${type}`)
  return parts
}

/** The upstream refuses no empty part, but nothing is lost without it. */
function words(said: string): readonly Part[] {
  return said === '' ? [] : [{type: 'text', text: said}]
}
