import type {Item, Message, Part} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {type Json, object, text} from '../json.js'
import {ITEM_READERS, type ItemReader, type Reading} from './read-items.js'
import {readParts} from './read-parts.js'

type Role = Message['role']

/** A system message in mid-conversation stays in its place: what it says holds from there on. */
const ROLES: Readonly<Record<string, Role>> = {
  user: 'user',
  assistant: 'assistant',
  system: 'developer',
  developer: 'developer',
}

/** `output_config` is read with the effort; cache marks mean nothing upstream. */
const KEYS = new Set(['role', 'content', 'output_config', 'cache_control', 'id', 'type'])

export function readMessages(messages: readonly unknown[], note: Note): readonly Item[] {
  const reading: Reading = {queries: new Map(), note}
  return messages.flatMap((message) => readMessage(message, reading))
}

function readMessage(source: unknown, reading: Reading): readonly Item[] {
  const {note} = reading
  const words = text(source)
  if (words !== undefined) return readContent('user', [source], reading)
  if (typeof source !== 'object' || source === null || Array.isArray(source)) {
    note(`message ${source === null ? 'null' : typeof source}`)
    return []
  }
  const message = object(source)
  for (const key of Object.keys(message)) if (!KEYS.has(key)) note(`message key ${key}`)
  const {content} = message
  return readContent(readRole(message.role, note), Array.isArray(content) ? content : [content], reading)
}

function readRole(asked: unknown, note: Note): Role {
  const role = text(asked) ?? typeof asked
  if (Object.hasOwn(ROLES, role)) return ROLES[role] ?? 'developer'
  note(`role ${role}`)
  return 'developer'
}

/** Parts that follow each other are one message; what is not a part ends it, so that the order is kept. */
function readContent(role: Role, content: readonly unknown[], reading: Reading): readonly Item[] {
  const items: Item[] = []
  let parts: Part[] = []
  const flush = (): void => {
    if (parts.length > 0) items.push({type: 'message', role, parts})
    parts = []
  }
  for (const source of content) {
    const block = object(source)
    const reader = itemReader(block)
    if (reader === undefined) {
      parts.push(...spoken(role, readParts(source, reading.note), reading.note))
      continue
    }
    const read = reader(block, reading)
    if (read.length > 0) flush()
    items.push(...read)
  }
  flush()
  return items
}

function itemReader(block: Json): ItemReader | undefined {
  const type = text(block.type) ?? ''
  if (Object.hasOwn(ITEM_READERS, type)) return ITEM_READERS[type]
  return type.endsWith('_tool_result') ? ITEM_READERS['*_tool_result'] : undefined
}

function spoken(role: Role, parts: readonly Part[], note: Note): readonly Part[] {
  if (role !== 'assistant') return parts
  if (parts.some((part) => part.type !== 'text')) note('image of the assistant')
  return parts.filter((part) => part.type === 'text')
}
