import {createHash} from 'node:crypto'
import type {Item, Message, Part, Source, ToolCall, ToolResult} from '../../contract/index.js'
import {cleanText} from '../clean-text.js'
import {describeSearch} from '../describe-search.js'
import {isForeign} from '../replay.js'
import type {ToolAliases} from '../tool-names.js'

type Written = Readonly<Record<string, unknown>>

export interface InputContext extends ToolAliases {
  /** Sealed reasoning of another account is left out. */
  readonly fingerprint: string
}

const LONGEST_CALL_ID = 64
/** An empty output makes models stop. */
const NO_OUTPUT = '(no output)'

/** Items carry no ids: nothing is stored upstream that an id could name. */
export function writeInput(items: readonly Item[], context: InputContext): readonly Written[] {
  return items.flatMap((item) => writeItem(item, context))
}

function writeItem(item: Item, context: InputContext): readonly Written[] {
  switch (item.type) {
    case 'message':
      return writeMessage(item)
    case 'tool-call':
      return [writeCall(item, context)]
    case 'tool-result':
      return [writeResult(item)]
    case 'reasoning':
      return isForeign(item, context.fingerprint)
        ? []
        : [{type: 'reasoning', summary: [], encrypted_content: item.replay.sealed}]
    case 'web-search':
      return [{type: 'message', role: 'assistant', content: [{type: 'output_text', text: describeSearch(item)}]}]
  }
}

function writeMessage({role, parts}: Message): readonly Written[] {
  const content = parts.flatMap((part) => (role === 'assistant' ? writeSpoken(part) : [writePart(part)]))
  return content.length === 0 ? [] : [{type: 'message', role, content}]
}

/** An assistant only ever spoke text. */
function writeSpoken(part: Part): readonly Written[] {
  return part.type === 'text' ? [{type: 'output_text', text: cleanText(part.text)}] : []
}

function writePart(part: Part): Written {
  switch (part.type) {
    case 'text':
      return {type: 'input_text', text: cleanText(part.text)}
    case 'image':
      return {type: 'input_image', image_url: address(part.source)}
    case 'file':
      return part.source.type === 'url'
        ? {type: 'input_file', file_url: part.source.url}
        : {type: 'input_file', filename: cleanText(part.name), file_data: address(part.source)}
  }
}

function address(source: Source): string {
  return source.type === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`
}

function writeCall(call: ToolCall, {alias}: ToolAliases): Written {
  return {
    type: 'function_call',
    call_id: shortId(call.callId),
    name: alias(call.name),
    arguments: cleanText(call.arguments === '' ? '{}' : call.arguments),
  }
}

function writeResult({callId, parts, isError}: ToolResult): Written {
  const prefix = isError ? 'Error: ' : ''
  const texts = parts.filter((part) => part.type === 'text').map((part) => part.text)
  const words = cleanText(texts.join('\n'))
  const output =
    texts.length === parts.length
      ? `${prefix}${words.trim() === '' ? NO_OUTPUT : words}`
      : [...(isError ? [{type: 'input_text', text: 'Error:'}] : []), ...parts.map(writePart)]
  return {type: 'function_call_output', call_id: shortId(callId), output}
}

/** The same rule for a call and its result, in every turn. */
function shortId(id: string): string {
  if (id.length <= LONGEST_CALL_ID && cleanText(id) === id) return id
  return `${cleanText(id.slice(0, 47))}_${createHash('sha256').update(JSON.stringify(id)).digest('hex').slice(0, 16)}`
}
