import {createHash} from 'node:crypto'
import type {Item, Message, Part, Source, ToolCall, ToolResult} from '../../../contract/index.js'
import {cleanText} from '../../clean-text.js'
import {describeSearch} from '../../describe-search.js'
import {object, parseJson} from '../../json.js'
import {isForeign} from '../../replay.js'
import type {ToolAliases} from '../../tool-names.js'
import {openSeal} from './thinking-seal.js'

type Block = Readonly<Record<string, unknown>>
type Role = 'user' | 'assistant'

interface Turned {
  readonly role: Role
  readonly blocks: Block[]
}

export interface WrittenMessages {
  readonly system: readonly Block[]
  readonly messages: readonly {readonly role: Role; readonly content: readonly Block[]}[]
}

export interface MessagesContext extends ToolAliases {
  readonly fingerprint: string
}

/** An empty output makes models stop, and an empty text is refused. */
const NO_OUTPUT = '(no output)'
/** The first word is the user's. */
const NO_BEGINNING: Block = {type: 'text', text: '(The beginning of the conversation is missing.)'}

/** What the developer says before anybody spoke is the system prompt; later it stands in its place, marked. Results come first. */
export function writeMessages(items: readonly Item[], context: MessagesContext): WrittenMessages {
  const system: Block[] = []
  const turns: Turned[] = []
  for (const item of items) {
    if (item.type === 'message' && item.role === 'developer' && turns.length === 0)
      system.push(...writeParts(item.parts))
    else add(turns, roleOf(item), writeItem(item, context))
  }
  if (turns[0]?.role !== 'user') turns.unshift({role: 'user', blocks: [NO_BEGINNING]})
  return {system, messages: turns.map(({role, blocks}) => ({role, content: blocks}))}
}

/** Roles take turns. */
function add(turns: Turned[], role: Role, blocks: readonly Block[]): void {
  if (blocks.length === 0) return
  const last = turns.at(-1)
  if (last?.role === role) last.blocks.push(...blocks)
  else turns.push({role, blocks: [...blocks]})
}

function roleOf(item: Item): Role {
  const isUser = item.type === 'tool-result' || (item.type === 'message' && item.role !== 'assistant')
  return isUser ? 'user' : 'assistant'
}

function writeItem(item: Item, context: MessagesContext): readonly Block[] {
  switch (item.type) {
    case 'message':
      return writeMessage(item)
    case 'tool-call':
      return [writeCall(item, context)]
    case 'tool-result':
      return [writeResult(item)]
    case 'reasoning': {
      const block = isForeign(item, context.fingerprint) ? undefined : openSeal(item.replay.sealed)
      return block === undefined ? [] : [block]
    }
    case 'web-search':
      return [{type: 'text', text: describeSearch(item)}]
  }
}

function writeMessage({role, parts}: Message): readonly Block[] {
  if (role !== 'developer') return writeParts(parts)
  const words = parts.flatMap((part) => (part.type === 'text' ? [cleanText(part.text)] : [])).join('\n')
  return words === '' ? [] : [{type: 'text', text: `<system-reminder>\n${words}\n</system-reminder>`}]
}

function writeParts(parts: readonly Part[]): readonly Block[] {
  return parts.flatMap((part) => (part.type === 'text' && part.text.trim() === '' ? [] : [writePart(part)]))
}

function writePart(part: Part): Block {
  switch (part.type) {
    case 'text':
      return {type: 'text', text: cleanText(part.text)}
    case 'image':
      return {type: 'image', source: writeSource(part.source)}
    case 'file':
      return {type: 'document', source: writeSource(part.source), title: part.name}
  }
}

function writeSource(source: Source): Block {
  return source.type === 'url' ? {...source} : {type: 'base64', media_type: source.mediaType, data: source.data}
}

function writeCall(call: ToolCall, {alias}: ToolAliases): Block {
  const input = object(parseJson(cleanText(call.arguments)))
  return {type: 'tool_use', id: legalId(call.callId), name: alias(call.name), input}
}

function writeResult({callId, parts, isError}: ToolResult): Block {
  const written = writeParts(parts)
  return {
    type: 'tool_result',
    tool_use_id: legalId(callId),
    content: written.length === 0 ? NO_OUTPUT : written,
    ...(isError ? {is_error: true} : {}),
  }
}

const LEGAL = /^[a-zA-Z0-9_-]+$/

/** The same rule for a call and its result, in every turn. */
function legalId(id: string): string {
  if (LEGAL.test(id)) return id
  return `call_${createHash('sha256').update(JSON.stringify(id)).digest('hex').slice(0, 24)}`
}
