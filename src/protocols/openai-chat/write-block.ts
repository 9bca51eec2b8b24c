import type {BlockEnd, BlockStart, Citation} from '../../contract/index.js'
import type {CallShapes} from '../client-protocol.js'
import {readCustomInput} from '../openai/custom-tool.js'

/** What a chunk adds to the message. */
export type Delta = Readonly<Record<string, unknown>>

/** The one message that an answer is here, as far as blocks must know what came before them. */
export interface Message {
  readonly calls: CallShapes
  called: number
  /** UTF-16 units of each field. */
  readonly lengths: Record<Field, number>
  /** Something else than text came after the last text. */
  gap: boolean
}

type Field = 'content' | 'refusal' | 'reasoning_content'

export interface BlockWriter {
  write(text: string): readonly Delta[]
  end(end: BlockEnd): readonly Delta[]
}

const NOTHING: readonly Delta[] = []

export function newMessage(calls: CallShapes = {}): Message {
  return {calls, called: 0, lengths: {content: 0, refusal: 0, reasoning_content: 0}, gap: false}
}

export function blockWriter(message: Message, content: BlockStart): BlockWriter & {readonly begin: readonly Delta[]} {
  switch (content.type) {
    case 'text':
      return {begin: NOTHING, ...textWriter(message, 'content')}
    case 'refusal':
      return {begin: NOTHING, ...textWriter(message, 'refusal')}
    case 'reasoning':
      return {begin: NOTHING, ...textWriter(message, 'reasoning_content')}
    case 'tool-call':
      return isCustom(message, content.name)
        ? {begin: NOTHING, ...customWriter(message, content)}
        : functionWriter(message, content)
    case 'web-search':
      return {begin: NOTHING, write: () => NOTHING, end: () => leaveGap(message)}
  }
}

const PARAGRAPH = '\n\n'

/** Two thoughts are two paragraphs, and so are two texts with something between them. */
function textWriter(message: Message, field: Field): BlockWriter {
  let begins: number | undefined
  return {
    write(text) {
      const isParagraph = begins === undefined && message.lengths[field] > 0 && (message.gap || field !== 'content')
      const before = isParagraph ? PARAGRAPH : ''
      begins ??= message.lengths[field] + before.length
      message.lengths[field] += before.length + text.length
      if (field === 'content') message.gap = false
      return [{[field]: before + text}]
    },
    end(end) {
      if (field === 'reasoning_content') return leaveGap(message)
      const citations = end.type === 'text' ? end.citations : []
      if (citations.length === 0) return NOTHING
      return [{annotations: citations.map((citation) => wireCitation(citation, begins ?? 0))}]
    },
  }
}

function leaveGap(message: Message): readonly Delta[] {
  message.gap = true
  return NOTHING
}

type Call = Extract<BlockStart, {type: 'tool-call'}>

function functionWriter(message: Message, {callId, name}: Call): BlockWriter & {readonly begin: readonly Delta[]} {
  const index = message.called++
  let isEmpty = true
  const more = (text: string) => ({tool_calls: [{index, function: {arguments: text}}]})
  return {
    begin: [{tool_calls: [{index, id: callId, type: 'function', function: {name, arguments: ''}}]}],
    write(text) {
      isEmpty = false
      return [more(text)]
    },
    end() {
      message.gap = true
      return isEmpty ? [more('{}')] : NOTHING
    },
  }
}

/** Free text is known once the arguments that hold it are whole. */
function customWriter(message: Message, {callId, name}: Call): BlockWriter {
  const index = message.called++
  const pieces: string[] = []
  return {
    write(text) {
      pieces.push(text)
      return NOTHING
    },
    end() {
      message.gap = true
      const custom = {name: message.calls[name]?.name ?? name, input: readCustomInput(pieces.join(''))}
      return [{tool_calls: [{index, id: callId, type: 'custom', custom}]}]
    },
  }
}

function isCustom({calls}: Message, name: string): boolean {
  return Object.hasOwn(calls, name) && calls[name]?.type === 'custom'
}

function wireCitation({url, title, start, end}: Citation, before: number): Delta {
  return {type: 'url_citation', url_citation: {url, title, start_index: before + start, end_index: before + end}}
}
