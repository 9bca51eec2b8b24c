import type {BlockEnd, BlockStart} from '../../../contract/index.js'
import type {AnswerContext} from '../../client-protocol.js'
import {readCustomInput} from '../../openai/custom-tool.js'
import {callShape, closedItem, messagePart, openItem, type Place, type WireItem, wireCitation} from './write-item.js'

/** One numbered event as it goes on the wire. */
export type Emit = (type: string, fields: WireItem) => string

export interface BlockWriter {
  readonly index: number
  start(): readonly string[]
  write(text: string): readonly string[]
  end(end: BlockEnd): {readonly item: WireItem; readonly messages: readonly string[]}
}

/** What stands around the text of a block, and what its text is called. */
interface Shape {
  readonly delta: string
  /** Where in the item the text goes. */
  readonly at: WireItem
  /** Before the first text. */
  readonly before: (place: WireItem, emit: Emit) => readonly string[]
  /** After the last. */
  readonly after: (place: WireItem, text: string, end: BlockEnd, emit: Emit) => readonly string[]
  /** Text that means nothing before it is whole. */
  readonly isHeld?: boolean
}

export function blockWriter(content: BlockStart, {id, index}: Place, answer: AnswerContext, emit: Emit): BlockWriter {
  const shape = shapeOf(content, answer)
  const place = {item_id: id, output_index: index, ...shape?.at}
  const pieces: string[] = []
  return {
    index,
    start: () => [
      emit('response.output_item.added', {output_index: index, item: openItem(content, id, answer)}),
      ...(content.type === 'reasoning' ? [] : (shape?.before(place, emit) ?? [])),
    ],
    write(text) {
      const isFirst = pieces.push(text) === 1
      if (shape === undefined || shape.isHeld === true) return []
      const before = content.type === 'reasoning' && isFirst ? shape.before(place, emit) : []
      return [...before, emit(shape.delta, {...place, delta: text})]
    },
    end(end) {
      const text = pieces.join('')
      const item = closedItem(content, id, text, end, answer)
      const isSilent = content.type === 'reasoning' && text === ''
      const after = isSilent ? [] : (shape?.after(place, text, end, emit) ?? [])
      return {item, messages: [...after, emit('response.output_item.done', {output_index: index, item})]}
    },
  }
}

function shapeOf(content: BlockStart, answer: AnswerContext): Shape | undefined {
  if (content.type !== 'tool-call') return SHAPES[content.type]
  return CALL_SHAPES[callShape(content.name, answer).type]
}

const NONE = () => []

function messageShape(type: 'text' | 'refusal', event: string, field: string): Shape {
  return {
    delta: `response.${event}.delta`,
    at: {content_index: 0},
    before: (place, emit) => [emit('response.content_part.added', {...place, part: messagePart(type, '')})],
    after: (place, text, end, emit) => [
      ...citations(end).map((annotation, annotation_index) =>
        emit('response.output_text.annotation.added', {...place, annotation_index, annotation}),
      ),
      emit(`response.${event}.done`, {...place, [field]: text}),
      emit('response.content_part.done', {...place, part: messagePart(type, text, end)}),
    ],
  }
}

function citations(end: BlockEnd): readonly WireItem[] {
  return end.type === 'text' ? end.citations.map(wireCitation) : []
}

const SUMMARY: Shape = {
  delta: 'response.reasoning_summary_text.delta',
  at: {summary_index: 0},
  before: (place, emit) => [
    emit('response.reasoning_summary_part.added', {...place, part: {type: 'summary_text', text: ''}}),
  ],
  after: (place, text, _end, emit) => [
    emit('response.reasoning_summary_text.done', {...place, text}),
    emit('response.reasoning_summary_part.done', {...place, part: {type: 'summary_text', text}}),
  ],
}

const SEARCH: Shape = {
  delta: '',
  at: {},
  before: (place, emit) => [
    emit('response.web_search_call.in_progress', place),
    emit('response.web_search_call.searching', place),
  ],
  after: (place, _text, _end, emit) => [emit('response.web_search_call.completed', place)],
  isHeld: true,
}

const SHAPES: Readonly<Record<Exclude<BlockStart['type'], 'tool-call'>, Shape>> = {
  text: messageShape('text', 'output_text', 'text'),
  refusal: messageShape('refusal', 'refusal', 'refusal'),
  reasoning: SUMMARY,
  'web-search': SEARCH,
}

const CALL_SHAPES: Readonly<Record<'function' | 'custom' | 'tool-search', Shape | undefined>> = {
  function: {
    delta: 'response.function_call_arguments.delta',
    at: {},
    before: NONE,
    after: (place, text, _end, emit) => [
      emit('response.function_call_arguments.done', {...place, arguments: text === '' ? '{}' : text}),
    ],
  },
  custom: {
    delta: 'response.custom_tool_call_input.delta',
    at: {},
    before: NONE,
    after: (place, text, _end, emit) => {
      const input = readCustomInput(text)
      return [
        emit('response.custom_tool_call_input.delta', {...place, delta: input}),
        emit('response.custom_tool_call_input.done', {...place, input}),
      ]
    },
    isHeld: true,
  },
  'tool-search': undefined,
}
