import type {BlockEnd, BlockStart, Citation} from '../../contract/index.js'
import {writeReplay} from '../replay.js'
import {writeCallId} from './call-id.js'

export type WireBlock = Readonly<Record<string, unknown>>

/** How a kind of block begins on the wire and what its text is called there. */
export interface Shape {
  readonly start: WireBlock
  readonly delta: string
  readonly field: string
}

/** `undefined` for blocks that are only known at their end. */
export function shapeOf(content: BlockStart): Shape | undefined {
  switch (content.type) {
    case 'text':
    case 'refusal':
      return {start: {type: 'text', text: ''}, delta: 'text_delta', field: 'text'}
    case 'reasoning':
      return {start: {type: 'thinking', thinking: '', signature: ''}, delta: 'thinking_delta', field: 'thinking'}
    case 'tool-call':
      return {
        start: {type: 'tool_use', id: writeCallId(content.callId), name: content.name, input: {}},
        delta: 'input_json_delta',
        field: 'partial_json',
      }
    case 'web-search':
      return undefined
  }
}

/** How sealed reasoning travels: opaque to the client, which gives it back as it is. */
export function signature(sealed: string, fingerprint: string): string {
  return writeReplay({account: fingerprint, sealed})
}

/** The two blocks of a search: what was asked, and what was found. */
export function searchBlocks(
  upstreamId: string,
  {query, results}: Extract<BlockEnd, {type: 'web-search'}>,
): {readonly call: WireBlock; readonly input: {readonly query: string}; readonly result: WireBlock} {
  const id = `srvtoolu_${upstreamId.replace(/^srvtoolu_/, '').replace(/[^a-zA-Z0-9_]/g, '_')}`
  return {
    call: {type: 'server_tool_use', id, name: 'web_search', input: {}},
    input: {query},
    result: {
      type: 'web_search_tool_result',
      tool_use_id: id,
      content: results.map(({title, url}) => ({
        type: 'web_search_result',
        title,
        url,
        encrypted_content: '',
        page_age: null,
      })),
    },
  }
}

const LONGEST_CITED = 150

export function wireCitation({url, title, start, end}: Citation, text: string): WireBlock {
  const cited_text = text.slice(start, end).slice(0, LONGEST_CITED)
  return {type: 'web_search_result_location', url, title, encrypted_index: '', cited_text}
}
