import type {BlockEnd, BlockStart, Citation} from '../../../contract/index.js'
import type {AnswerContext, CallShape} from '../../client-protocol.js'
import {object, parseJson} from '../../json.js'
import {readCustomInput} from '../../openai/custom-tool.js'
import {writeReplay} from '../../replay.js'

export type WireItem = Readonly<Record<string, unknown>>

/** A block as it is named and numbered on the wire. */
export interface Place {
  readonly id: string
  readonly index: number
}

const PREFIXES: Readonly<Record<BlockStart['type'], string>> = {
  text: 'msg',
  refusal: 'msg',
  reasoning: 'rs',
  'tool-call': 'fc',
  'web-search': 'ws',
}
const CALL_PREFIXES: Readonly<Record<CallShape['type'], string>> = {function: 'fc', custom: 'ctc', 'tool-search': 'tsc'}

/** The upstream checks what an id begins with, and takes 64 characters of it. */
export function itemId(content: BlockStart, response: string, index: number, answer: AnswerContext): string {
  const prefix =
    content.type === 'tool-call' ? CALL_PREFIXES[callShape(content.name, answer).type] : PREFIXES[content.type]
  return `${prefix}_${response
    .replace(/^resp_/, '')
    .replace(/[^a-zA-Z0-9]/g, '')
    .slice(0, 40)}_${index}`
}

export function callShape(name: string, {calls = {}}: AnswerContext): CallShape {
  return (Object.hasOwn(calls, name) ? calls[name] : undefined) ?? {type: 'function', name}
}

/** An item that has just begun. */
export function openItem(content: BlockStart, id: string, answer: AnswerContext): WireItem {
  switch (content.type) {
    case 'text':
    case 'refusal':
      return {id, type: 'message', status: 'in_progress', role: 'assistant', content: []}
    case 'reasoning':
      return {id, type: 'reasoning', summary: []}
    case 'tool-call':
      return {...writeCall(content, id, '', answer), status: 'in_progress'}
    case 'web-search':
      return {id, type: 'web_search_call', status: 'in_progress'}
  }
}

/** The same item once it is whole. */
export function closedItem(
  content: BlockStart,
  id: string,
  text: string,
  end: BlockEnd,
  answer: AnswerContext,
): WireItem {
  switch (content.type) {
    case 'text':
    case 'refusal':
      return {
        id,
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [messagePart(content.type, text, end)],
      }
    case 'reasoning':
      return {id, type: 'reasoning', summary: summaryParts(text), ...seal(end, answer)}
    case 'tool-call':
      return {...writeCall(content, id, text === '' ? '{}' : text, answer), status: 'completed'}
    case 'web-search':
      return {id, type: 'web_search_call', status: 'completed', action: searchAction(end)}
  }
}

export function messagePart(type: 'text' | 'refusal', text: string, end?: BlockEnd): WireItem {
  if (type === 'refusal') return {type: 'refusal', refusal: text}
  const citations = end?.type === 'text' ? end.citations.map(wireCitation) : []
  return {type: 'output_text', text, annotations: citations, logprobs: []}
}

export function wireCitation({url, title, start, end}: Citation): WireItem {
  return {type: 'url_citation', url, title, start_index: start, end_index: end}
}

function summaryParts(text: string): readonly WireItem[] {
  return text === '' ? [] : [{type: 'summary_text', text}]
}

function seal(end: BlockEnd, {fingerprint}: AnswerContext): WireItem {
  if (end.type !== 'reasoning' || end.sealed === undefined) return {}
  return {encrypted_content: writeReplay({account: fingerprint, sealed: end.sealed})}
}

function writeCall(
  content: {callId: string; name: string},
  id: string,
  written: string,
  answer: AnswerContext,
): WireItem {
  const {type, name, namespace} = callShape(content.name, answer)
  const call_id = content.callId
  const place = namespace === undefined ? {} : {namespace}
  switch (type) {
    case 'function':
      return {id, type: 'function_call', call_id, name, ...place, arguments: written}
    case 'custom':
      return {id, type: 'custom_tool_call', call_id, name, ...place, input: readCustomInput(written)}
    case 'tool-search':
      return {id, type: 'tool_search_call', call_id, execution: 'client', arguments: object(parseJson(written))}
  }
}

function searchAction(end: BlockEnd): WireItem {
  if (end.type !== 'web-search') return {type: 'search', query: ''}
  const sources = end.results.map(({url, title}) => ({type: 'url', url, title}))
  return {type: 'search', query: end.query, ...(sources.length === 0 ? {} : {sources})}
}
