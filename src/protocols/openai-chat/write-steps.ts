import type {TurnEvent, TurnFault} from '../../contract/index.js'
import type {AnswerContext} from '../client-protocol.js'
import {cutStream} from '../cut-stream.js'
import type {Transducer} from '../transducer.js'
import {type BlockWriter, blockWriter, type Delta, type Message, newMessage} from './write-block.js'

/** What both forms of an answer are made of. */
export type Step =
  | {readonly type: 'start'; readonly id: string}
  | {readonly type: 'delta'; readonly delta: Delta}
  | {readonly type: 'end'; readonly event: TurnEnd; readonly message: Message}
  | {readonly type: 'error'; readonly fault: TurnFault}
  | {readonly type: 'ping'}

export type TurnEnd = Extract<TurnEvent, {type: 'turn-end'}>

interface Writing {
  readonly message: Message
  started: boolean
  ended: boolean
  open: BlockWriter | undefined
}

/** Expects one block at a time. */
export function stepWriter({calls}: Pick<AnswerContext, 'calls'>): Transducer<Writing, TurnEvent, Step> {
  return {
    initial: () => ({message: newMessage(calls), started: false, ended: false, open: undefined}),
    step: (writing, event) => [writing, writing.ended ? NOTHING : write(writing, event)],
    end: (writing) => (writing.ended ? NOTHING : [{type: 'error', fault: cutStream()}]),
  }
}

const NOTHING: readonly Step[] = []

function write(writing: Writing, event: TurnEvent): readonly Step[] {
  switch (event.type) {
    case 'block-delta':
      return deltas(writing.open?.write(event.text))
    case 'block-start': {
      const {begin, ...open} = blockWriter(writing.message, event.content)
      writing.open = open
      return [...start(writing, ''), ...deltas(begin)]
    }
    case 'block-end':
      return deltas(writing.open?.end(event.content))
    case 'turn-start':
      return start(writing, event.id)
    case 'turn-end':
      writing.ended = true
      return [...start(writing, ''), {type: 'end', event, message: writing.message}]
    case 'turn-error':
      writing.ended = true
      return [{type: 'error', fault: event.fault}]
    case 'keep-alive':
      return [{type: 'ping'}]
    case 'limits':
      return NOTHING
  }
}

function start(writing: Writing, id: string): readonly Step[] {
  if (writing.started) return NOTHING
  writing.started = true
  return [
    {type: 'start', id},
    {type: 'delta', delta: {role: 'assistant', content: ''}},
  ]
}

function deltas(written: readonly Delta[] = []): readonly Step[] {
  return written.map((delta) => ({type: 'delta', delta}))
}
