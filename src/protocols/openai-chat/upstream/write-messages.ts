import type {Item, Message, Part, Source, ToolCall, ToolResult} from '../../../contract/index.js'
import {cleanText} from '../../clean-text.js'
import {describeSearch} from '../../describe-search.js'
import type {ToolAliases} from '../../tool-names.js'

type Written = Readonly<Record<string, unknown>>

/** An empty output makes models stop. */
const NO_OUTPUT = '(no output)'

interface Conversation {
  readonly messages: Written[]
  /** Pictures of tools' outputs: a tool's message is text, so they follow the outputs as the user's. */
  pictures: readonly Part[]
}

export function writeMessages(items: readonly Item[], aliases: ToolAliases): readonly Written[] {
  const conversation: Conversation = {messages: [], pictures: []}
  for (const item of items) {
    if (item.type !== 'tool-result') showPictures(conversation)
    writeItem(conversation, item, aliases)
  }
  showPictures(conversation)
  return conversation.messages
}

function writeItem(conversation: Conversation, item: Item, aliases: ToolAliases): void {
  switch (item.type) {
    case 'message':
      writeMessage(conversation, item)
      break
    case 'tool-call':
      speak(conversation, {tool_calls: [writeCall(item, aliases)]})
      break
    case 'tool-result':
      writeResult(conversation, item)
      break
    case 'web-search':
      speak(conversation, {content: describeSearch(item)})
      break
    case 'reasoning':
      break
  }
}

/** `system` is the word that every server of this dialect knows. */
const ROLES: Readonly<Record<Message['role'], string>> = {user: 'user', assistant: 'assistant', developer: 'system'}

function writeMessage(conversation: Conversation, {role, parts}: Message): void {
  const words = textOf(parts)
  if (role === 'assistant') speak(conversation, {content: words})
  else if (parts.every((part) => part.type === 'text')) conversation.messages.push({role: ROLES[role], content: words})
  else conversation.messages.push({role: ROLES[role], content: parts.map(writePart)})
}

/** What an assistant said and called before anybody answered is one message. */
function speak({messages}: Conversation, said: {content?: string; tool_calls?: readonly Written[]}): void {
  const last = messages.at(-1)
  const before = last?.role === 'assistant' ? (messages.pop() ?? {}) : {}
  const content = [before.content, said.content].filter(Boolean).join('\n\n')
  const calls = [...((before.tool_calls as readonly Written[] | undefined) ?? []), ...(said.tool_calls ?? [])]
  messages.push({
    role: 'assistant',
    content: content === '' ? null : content,
    ...(calls.length === 0 ? {} : {tool_calls: calls}),
  })
}

function writeCall({callId, name, arguments: written}: ToolCall, {alias}: ToolAliases): Written {
  const text = cleanText(written === '' ? '{}' : written)
  return {id: cleanText(callId), type: 'function', function: {name: alias(name), arguments: text}}
}

function writeResult(conversation: Conversation, {callId, parts, isError}: ToolResult): void {
  const others = parts.filter((part) => part.type !== 'text')
  const words = textOf(parts)
  const shown = words.trim() === '' ? (others.length === 0 ? NO_OUTPUT : PICTURES) : words
  const content = `${isError ? 'Error: ' : ''}${shown}`
  conversation.messages.push({role: 'tool', tool_call_id: cleanText(callId), content})
  conversation.pictures = [...conversation.pictures, ...others]
}

const PICTURES = '(shown in the next message of the user)'

function showPictures(conversation: Conversation): void {
  const {pictures} = conversation
  if (pictures.length > 0) conversation.messages.push({role: 'user', content: pictures.map(writePart)})
  conversation.pictures = []
}

function textOf(parts: readonly Part[]): string {
  return cleanText(parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n'))
}

function writePart(part: Part): Written {
  switch (part.type) {
    case 'text':
      return {type: 'text', text: cleanText(part.text)}
    case 'image':
      return {type: 'image_url', image_url: {url: address(part.source)}}
    case 'file':
      return part.source.type === 'url'
        ? {type: 'text', text: `[File ${part.name}: ${part.source.url}]`}
        : {type: 'file', file: {filename: part.name, file_data: address(part.source)}}
  }
}

function address(source: Source): string {
  return source.type === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`
}
