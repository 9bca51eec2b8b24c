import type {Item, Reasoning, ToolCall, ToolResult} from '../../contract/index.js'
import type {Note} from '../dropped.js'
import {isDeeper, type Json, list, object, text} from '../json.js'
import {readReplay} from '../replay.js'
import {readCallId} from './call-id.js'
import {noteBlockKeys, readParts} from './read-parts.js'

export interface Reading {
  /** What was searched for, by the id that the result will name. */
  readonly queries: Map<string, string>
  readonly note: Note
}

export type ItemReader = (block: Json, reading: Reading) => readonly Item[]

/** Blocks that are items of their own; all others are parts of a message. */
export const ITEM_READERS: Readonly<Record<string, ItemReader>> = {
  tool_use: readCall,
  mcp_tool_use: readCall,
  tool_result: readResult,
  mcp_tool_result: readResult,
  thinking: (block, reading) => readThinking(text(block.signature), 'thinking', reading),
  redacted_thinking: (block, reading) => readThinking(text(block.data), 'redacted_thinking', reading),
  server_tool_use: readServerCall,
  web_search_tool_result: readSearch,
  '*_tool_result': readServerResult,
}

const CALL_KEYS = ['id', 'name', 'input', 'caller', 'server_name']
const RESULT_KEYS = ['tool_use_id', 'content', 'is_error']

function readCall(block: Json, {note}: Reading): readonly ToolCall[] {
  noteBlockKeys(block, CALL_KEYS, note)
  const callId = text(block.id)
  const name = text(block.name)
  if (!callId || !name) {
    note(`block ${String(block.type)}`)
    return []
  }
  return [{type: 'tool-call', callId: readCallId(callId), name, arguments: writeArguments(block.input, note)}]
}

/** Arguments are an object upstream, whatever a client made of them. */
function writeArguments(input: unknown, note: Note): string {
  if (typeof input === 'object' && input !== null) return writeJson(input, note)
  return input === undefined || input === null ? '{}' : JSON.stringify({input})
}

/** Levels. More cannot be written, and no tool means them. */
const DEEPEST = 512

function writeJson(value: unknown, note: Note): string {
  if (!isDeeper(value, DEEPEST)) return JSON.stringify(value)
  note('block nested')
  return '{}'
}

function readResult(block: Json, {note}: Reading): readonly ToolResult[] {
  noteBlockKeys(block, RESULT_KEYS, note)
  const callId = text(block.tool_use_id)
  if (!callId) {
    note(`block ${String(block.type)}`)
    return []
  }
  const {content} = block
  const parts = (Array.isArray(content) ? content : [content]).flatMap((one) => readParts(one, note))
  return [{type: 'tool-result', callId: readCallId(callId), parts, isError: block.is_error === true}]
}

/** Only what an upstream of ours sealed is of use to it. */
function readThinking(seal: string | undefined, type: string, {note}: Reading): readonly Reasoning[] {
  const replay = seal === undefined ? undefined : readReplay(seal)
  if (replay !== undefined) return [{type: 'reasoning', replay}]
  note(`block ${type}`)
  return []
}

/** A search speaks through its result; any other call that a server ran is told in words. */
function readServerCall(block: Json, {queries, note}: Reading): readonly Item[] {
  const {query} = object(block.input)
  if (block.name === 'web_search') {
    queries.set(text(block.id) ?? '', text(query) ?? '')
    return []
  }
  return [said(`Ran ${text(block.name) ?? 'a tool'} with ${writeArguments(block.input, note)}`)]
}

function readSearch(block: Json, {queries}: Reading): readonly Item[] {
  const results = list(block.content).flatMap((one) => {
    const {url, title} = object(one)
    const address = text(url)
    return address === undefined ? [] : [{title: text(title) || address, url: address}]
  })
  return [{type: 'web-search', query: queries.get(text(block.tool_use_id) ?? '') ?? '', results}]
}

function readServerResult(block: Json, {note}: Reading): readonly Item[] {
  return [said(`Result of a tool: ${writeJson(block.content ?? null, note)}`)]
}

function said(words: string): Item {
  return {type: 'message', role: 'assistant', parts: [{type: 'text', text: words}]}
}
