import type {Item, Message, ToolCall, ToolResult} from '../../../contract/index.js'
import type {Note} from '../../dropped.js'
import {isDeeper, type Json, list, object, text} from '../../json.js'
import {writeCustomInput} from '../../openai/custom-tool.js'
import {readParts, readSpoken} from '../../openai/read-parts.js'
import {readReplay} from '../../replay.js'
import {flatName} from './flat-name.js'

type ItemReader = (item: Json, note: Note) => readonly Item[]

const ITEMS: Readonly<Record<string, ItemReader>> = {
  message: readMessage,
  function_call: (item, note) => readCall(item, text(item.arguments) || '{}', note),
  custom_tool_call: (item, note) => readCall(item, writeCustomInput(text(item.input) ?? ''), note),
  tool_search_call: (item, note) => readCall({...item, name: 'tool_search'}, writeJson(item.arguments ?? {}), note),
  function_call_output: (item, note) => readResult(item, item.output, note),
  custom_tool_call_output: (item, note) => readResult(item, item.output, note),
  tool_search_output: (item, note) => readResult(item, foundTools(item), note),
  reasoning: readReasoning,
  web_search_call: readSearch,
  additional_tools: () => [],
}

/** The conversation: text, or a list of items. */
export function readItems(input: unknown, note: Note): readonly Item[] {
  const sources = Array.isArray(input) ? input : [input]
  return sources.flatMap((source) => {
    const words = text(source)
    const item = words === undefined ? object(source) : {role: 'user', content: words}
    const type = text(item.type) ?? (item.role === undefined ? typeof source : 'message')
    if (Object.hasOwn(ITEMS, type)) return ITEMS[type]?.(item, note) ?? []
    note(`item ${type}`)
    return []
  })
}

const ROLES: Readonly<Record<string, Message['role']>> = {
  user: 'user',
  assistant: 'assistant',
  system: 'developer',
  developer: 'developer',
}

function readMessage(item: Json, note: Note): readonly Item[] {
  const asked = text(item.role) ?? typeof item.role
  if (!Object.hasOwn(ROLES, asked)) note(`role ${asked}`)
  const role = ROLES[asked] ?? 'developer'
  const parts = role === 'assistant' ? readSpoken(item.content, note) : readParts(item.content, note)
  return parts.length === 0 ? [] : [{type: 'message', role, parts}]
}

function readCall(item: Json, written: string, note: Note): readonly ToolCall[] {
  const callId = text(item.call_id) || text(item.id)
  const name = text(item.name)
  if (!callId || !name) {
    note(`item ${text(item.type) ?? 'unknown'}`)
    return []
  }
  return [{type: 'tool-call', callId, name: flatName(name, text(item.namespace)), arguments: written}]
}

/** An output is text or parts; whatever else a client makes of it is told as it stands. */
function readResult(item: Json, output: unknown, note: Note): readonly ToolResult[] {
  const callId = text(item.call_id)
  if (!callId) {
    note(`item ${text(item.type) ?? 'unknown'}`)
    return []
  }
  const isPlain = typeof output === 'string' || Array.isArray(output) || output === undefined || output === null
  const parts = readParts(isPlain ? output : writeJson(output), note)
  return [{type: 'tool-result', callId, parts, isError: false}]
}

/** Levels. What is deeper was made to break whoever walks it. */
const DEEPEST = 100

function writeJson(value: unknown): string {
  return isDeeper(value, DEEPEST) ? '{}' : JSON.stringify(value)
}

function foundTools(item: Json): string {
  const names = list(item.tools)
    .map(object)
    .flatMap((tool) =>
      tool.type === 'namespace'
        ? list(tool.tools).map((inner) => flatName(text(object(inner).name) ?? '', text(tool.name)))
        : [text(tool.name) ?? ''],
    )
  return names.length === 0 ? 'No tools were found.' : `These tools can be called now: ${names.join(', ')}`
}

function readReasoning(item: Json, note: Note): readonly Item[] {
  const replay = readReplay(text(item.encrypted_content) ?? '')
  if (replay !== undefined) return [{type: 'reasoning', replay}]
  note('item reasoning')
  return []
}

function readSearch(item: Json): readonly Item[] {
  const action = object(item.action)
  const results = list(action.sources).flatMap((source) => {
    const {url, title} = object(source)
    const address = text(url)
    return address === undefined ? [] : [{title: text(title) || address, url: address}]
  })
  return [{type: 'web-search', query: text(action.query) ?? text(action.url) ?? '', results}]
}
