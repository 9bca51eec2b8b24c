import type {BlockEnd, BlockStart, TurnEvent, TurnFault} from '../../../contract/index.js'
import type {AnswerContext} from '../../client-protocol.js'
import {cutStream} from '../../cut-stream.js'
import {sseMessage} from '../../sse.js'
import {hideState, type Transducer} from '../../transducer.js'
import {type BlockWriter, blockWriter, type Emit} from './write-block.js'
import {itemId, type WireItem} from './write-item.js'
import {closedResponse, failedResponse, openResponse, responseId} from './write-response.js'

interface Writing {
  readonly answer: AnswerContext
  id: string
  started: boolean
  ended: boolean
  sequence: number
  readonly open: Map<number, BlockWriter>
  /** Finished items by their place. */
  readonly output: WireItem[]
  blocks: number
}

/** Events to the dialect's own, which may interleave as ours do. */
export function writeEvents(answer: AnswerContext): Transducer<unknown, TurnEvent, string> {
  const writer: Transducer<Writing, TurnEvent, string> = {
    initial: () => ({
      answer,
      id: responseId('', answer),
      started: false,
      ended: false,
      sequence: 0,
      open: new Map(),
      output: [],
      blocks: 0,
    }),
    step: (writing, event) => [writing, writing.ended ? NOTHING : write(writing, event)],
    end: (writing) => (writing.ended ? NOTHING : fail(writing, cutStream())),
  }
  return hideState(writer)
}

const NOTHING: readonly string[] = []

/** Any event but a comment keeps Codex from giving up on a silent answer. */
export const PING = sseMessage('keepalive', '{"type":"keepalive"}')

function write(writing: Writing, event: TurnEvent): readonly string[] {
  switch (event.type) {
    case 'block-delta':
      return writing.open.get(event.block)?.write(event.text) ?? NOTHING
    case 'block-start':
      return startBlock(writing, event.block, event.content)
    case 'block-end':
      return endBlock(writing, event.block, event.content)
    case 'turn-start':
      return start(writing, event.id)
    case 'turn-end':
      return endTurn(writing, event)
    case 'turn-error':
      return fail(writing, event.fault)
    case 'keep-alive':
      return [PING]
    case 'limits':
      return NOTHING
  }
}

function start(writing: Writing, id: string): readonly string[] {
  if (writing.started) return NOTHING
  writing.started = true
  writing.id = responseId(id, writing.answer)
  const response = openResponse(writing.id, 'in_progress', writing.answer)
  return ['response.created', 'response.in_progress'].map((type) => emitter(writing)(type, {response}))
}

function startBlock(writing: Writing, block: number, content: BlockStart): readonly string[] {
  const first = start(writing, '')
  const index = writing.blocks++
  const id = itemId(content, writing.id, index, writing.answer)
  const writer = blockWriter(content, {id, index}, writing.answer, emitter(writing))
  writing.open.set(block, writer)
  return [...first, ...writer.start()]
}

function endBlock(writing: Writing, block: number, end: BlockEnd): readonly string[] {
  const writer = writing.open.get(block)
  if (writer === undefined) return NOTHING
  writing.open.delete(block)
  const {item, messages} = writer.end(end)
  writing.output[writer.index] = item
  return messages
}

function endTurn(writing: Writing, event: Extract<TurnEvent, {type: 'turn-end'}>): readonly string[] {
  const first = start(writing, '')
  writing.ended = true
  const response = closedResponse(writing.id, writing.output.filter(Boolean), event, writing.answer)
  const type = response.status === 'incomplete' ? 'response.incomplete' : 'response.completed'
  return [...first, emitter(writing)(type, {response})]
}

function fail(writing: Writing, fault: TurnFault): readonly string[] {
  const first = start(writing, '')
  writing.ended = true
  const response = failedResponse(writing.id, writing.output.filter(Boolean), fault, writing.answer)
  return [...first, emitter(writing)('response.failed', {response})]
}

function emitter(writing: Writing): Emit {
  return (type, fields) =>
    sseMessage(type, `{"type":"${type}","sequence_number":${writing.sequence++},${JSON.stringify(fields).slice(1)}`)
}
