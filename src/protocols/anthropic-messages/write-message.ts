import type {TurnEvent} from '../../contract/index.js'
import type {AnswerContext} from '../client-protocol.js'
import {type FoldedBlock, foldTurn} from '../fold-turn.js'
import {untilStopped} from '../in-order.js'
import {object, parseJson} from '../json.js'
import {writeCallId} from './call-id.js'
import {messageId, wireUsage} from './wire.js'
import {searchBlocks, signature, type WireBlock, wireCitation} from './write-block.js'
import {stopReason} from './write-events.js'

export function writeMessage(events: Iterable<TurnEvent>, answer: AnswerContext): unknown {
  const turn = foldTurn(untilStopped(events, answer))
  const called = turn.blocks.some(({start}) => start.type === 'tool-call')
  const searched = turn.blocks.findIndex(({start}) => start.type === 'web-search')
  return {
    id: messageId(turn.id, answer),
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: turn.blocks.flatMap((block, at) => writeBlock(block, answer, searched !== -1 && searched < at)),
    stop_reason: stopReason(turn, called),
    stop_sequence: turn.stopSequence ?? null,
    usage: wireUsage(turn.usage),
  }
}

/** Words that are cited are told after a search only, as in a stream: there they would have to be kept for all text. */
function writeBlock(
  {start, text, end}: FoldedBlock,
  {fingerprint, hidesReasoning}: AnswerContext,
  searched: boolean,
): readonly WireBlock[] {
  if (start.type === 'tool-call')
    return [{type: 'tool_use', id: writeCallId(start.callId), name: start.name, input: readInput(text)}]
  if (end.type === 'reasoning') {
    if (hidesReasoning === true || (text === '' && end.sealed === undefined)) return []
    const seal = end.sealed === undefined ? '' : signature(end.sealed, fingerprint)
    return [{type: 'thinking', thinking: text, signature: seal}]
  }
  if (end.type === 'web-search' && start.type === 'web-search') {
    const {call, input, result} = searchBlocks(start.id, end)
    return [{...call, input}, result]
  }
  const citations = end.type === 'text' ? end.citations.map((one) => wireCitation(one, searched ? text : '')) : []
  return [{type: 'text', text, ...(citations.length === 0 ? {} : {citations})}]
}

/** Arguments that do not parse must not run as if they were none: this is how Claude Code itself marks them. */
function readInput(text: string): WireBlock {
  const parsed = text === '' ? {} : parseJson(text)
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  return isObject ? object(parsed) : {__unparsedToolInput: {raw: text, len: text.length}}
}
