import type {BlockEnd, BlockStart, TurnEvent} from '../../contract/index.js'
import type {AnswerContext} from '../client-protocol.js'
import {inOrder} from '../in-order.js'
import {sseMessage} from '../sse.js'
import type {Transducer} from '../transducer.js'
import {messageId, PING, STOP_REASONS, wireEvent, wireUsage} from './wire.js'
import {searchBlocks, shapeOf, signature, type WireBlock, wireCitation} from './write-block.js'
import {wireError} from './write-error.js'

interface Writing {
  readonly answer: AnswerContext
  started: boolean
  ended: boolean
  /** Blocks on the wire so far; the number of the next. */
  blocks: number
  called: boolean
  content: BlockStart | undefined
  /** The open block's beginning is on the wire. */
  begun: boolean
  /** All of a delta but its text, made once a block. */
  before: string
  /** Text of the open block, as far as citations may point into it. */
  text: string
  searched: boolean
}

export function writeEvents(answer: AnswerContext): Transducer<unknown, TurnEvent, string> {
  return inOrder(writer(answer), answer)
}

function writer(answer: AnswerContext): Transducer<Writing, TurnEvent, string> {
  return {
    initial: () => ({
      answer,
      started: false,
      ended: false,
      blocks: 0,
      called: false,
      content: undefined,
      begun: false,
      before: '',
      text: '',
      searched: false,
    }),
    step: (writing, event) => [writing, writing.ended ? NOTHING : write(writing, event)],
    end: (writing) => (writing.ended ? NOTHING : [wireEvent(wireError(CUT))]),
  }
}

const NOTHING: readonly string[] = []

const CUT = {blame: 'upstream', kind: 'cut-stream', message: "The upstream's answer was cut off."} as const

function write(writing: Writing, event: TurnEvent): readonly string[] {
  switch (event.type) {
    case 'block-delta':
      return writeDelta(writing, event.text)
    case 'block-start':
      return startBlock(writing, event.content)
    case 'block-end':
      return endBlock(writing, event.content)
    case 'turn-start':
      return start(writing, event.id)
    case 'turn-end':
      return endTurn(writing, event)
    case 'turn-error':
      writing.ended = true
      return [wireEvent(wireError(event.fault))]
    case 'keep-alive':
      return [PING]
    case 'limits':
      return NOTHING
  }
}

function start(writing: Writing, id: string): readonly string[] {
  if (writing.started) return NOTHING
  writing.started = true
  const {model, estimatedInput} = writing.answer
  const usage = {
    input_tokens: estimatedInput,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 0,
  }
  const message = {
    id: messageId(id, writing.answer),
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  }
  return [wireEvent({type: 'message_start', message})]
}

/** A thought begins with its first word or its seal: one with neither is nothing to a client. */
function startBlock(writing: Writing, content: BlockStart): readonly string[] {
  writing.content = content
  writing.begun = false
  writing.text = ''
  if (content.type === 'reasoning' || content.type === 'web-search') return NOTHING
  if (content.type === 'tool-call') writing.called = true
  return begin(writing, content)
}

function begin(writing: Writing, content: BlockStart): readonly string[] {
  const shape = shapeOf(content)
  if (shape === undefined) return NOTHING
  writing.begun = true
  const index = writing.blocks++
  const delta = `{"type":"${shape.delta}","${shape.field}":`
  writing.before = `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${delta}`
  const first = wireEvent({type: 'content_block_start', index, content_block: shape.start})
  return writing.started ? [first] : [...start(writing, ''), first]
}

function writeDelta(writing: Writing, text: string): readonly string[] {
  if (writing.searched) writing.text += text
  if (writing.begun) return [`${writing.before}${JSON.stringify(text)}}}\n\n`]
  const {content} = writing
  if (content?.type !== 'reasoning' || writing.answer.hidesReasoning === true) return NOTHING
  return [...begin(writing, content), ...writeDelta(writing, text)]
}

function endBlock(writing: Writing, end: BlockEnd): readonly string[] {
  const {content} = writing
  writing.content = undefined
  if (content === undefined) return NOTHING
  const out = [...lastWords(writing, content, end), ...(writing.begun ? [stopOf(writing.blocks - 1)] : [])]
  writing.begun = false
  return out
}

function lastWords(writing: Writing, content: BlockStart, end: BlockEnd): readonly string[] {
  const {answer} = writing
  if (end.type === 'reasoning' && end.sealed !== undefined && answer.hidesReasoning !== true) {
    const first = writing.begun ? NOTHING : begin(writing, content)
    const seal = {type: 'signature_delta', signature: signature(end.sealed, answer.fingerprint)}
    return [...first, deltaOf(writing.blocks - 1, seal)]
  }
  if (end.type === 'text')
    return end.citations.map((citation) =>
      deltaOf(writing.blocks - 1, {type: 'citations_delta', citation: wireCitation(citation, writing.text)}),
    )
  return end.type === 'web-search' && content.type === 'web-search' ? writeSearch(writing, content.id, end) : NOTHING
}

function writeSearch(writing: Writing, id: string, end: Extract<BlockEnd, {type: 'web-search'}>): readonly string[] {
  writing.searched = true
  const {call, input, result} = searchBlocks(id, end)
  const at = writing.blocks
  writing.blocks += 2
  return [
    ...start(writing, ''),
    wireEvent({type: 'content_block_start', index: at, content_block: call}),
    deltaOf(at, {type: 'input_json_delta', partial_json: JSON.stringify(input)}),
    stopOf(at),
    wireEvent({type: 'content_block_start', index: at + 1, content_block: result}),
    stopOf(at + 1),
  ]
}

function deltaOf(index: number, delta: WireBlock): string {
  return wireEvent({type: 'content_block_delta', index, delta})
}

function stopOf(index: number): string {
  return sseMessage('content_block_stop', `{"type":"content_block_stop","index":${index}}`)
}

/** `tool_use` without a call makes the client wait for ever. */
export function stopReason({reason}: {readonly reason: keyof typeof STOP_REASONS}, called: boolean): string {
  return STOP_REASONS[reason === 'tool-call' && !called ? 'end' : reason]
}

function endTurn(writing: Writing, event: Extract<TurnEvent, {type: 'turn-end'}>): readonly string[] {
  writing.ended = true
  const delta = {stop_reason: stopReason(event, writing.called), stop_sequence: event.stopSequence ?? null}
  return [
    ...start(writing, ''),
    wireEvent({type: 'message_delta', delta, usage: wireUsage(event.usage)}),
    wireEvent({type: 'message_stop'}),
  ]
}
