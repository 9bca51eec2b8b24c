import type {TurnEvent} from '../../contract/index.js'
import type {AnswerContext} from '../client-protocol.js'
import {inOrder} from '../in-order.js'
import {chain, type Transducer} from '../transducer.js'
import {finishReason, wireHead, wireTier, wireUsage} from './wire.js'
import type {Delta} from './write-block.js'
import {faultBody} from './write-error.js'
import {type Step, stepWriter} from './write-steps.js'

/** A comment: clients of this dialect take every message for a chunk. */
export const PING = ': keep-alive\n\n'

/** Events to chunks. Usage comes with the last of them, whoever asked: a chunk without choices breaks some clients. */
export function writeEvents(answer: AnswerContext): Transducer<unknown, TurnEvent, string> {
  return inOrder(chain(stepWriter(answer), printer(answer)), answer)
}

interface Printing {
  /** All of a chunk but its delta, made once. */
  before: string
}

function printer(answer: AnswerContext): Transducer<Printing, Step, string> {
  return {
    initial: () => ({before: headOf('', answer)}),
    step: (printing, step) => [printing, print(printing, step, answer)],
    end: () => [],
  }
}

function headOf(id: string, answer: AnswerContext): string {
  return JSON.stringify(wireHead(id, 'chat.completion.chunk', answer)).slice(0, -1)
}

function print(printing: Printing, step: Step, answer: AnswerContext): readonly string[] {
  switch (step.type) {
    case 'start':
      printing.before = headOf(step.id, answer)
      return []
    case 'delta':
      return [chunk(printing, step.delta, null, {})]
    case 'end': {
      const rest = {usage: wireUsage(step.event.usage), ...wireTier(step.event)}
      return [chunk(printing, {}, finishReason(step.event, step.message), rest), 'data: [DONE]\n\n']
    }
    case 'error':
      return [`data: ${JSON.stringify(faultBody(step.fault))}\n\n`]
    case 'ping':
      return [PING]
  }
}

function chunk({before}: Printing, delta: Delta, finish: string | null, rest: Delta): string {
  const choices = JSON.stringify([{index: 0, delta, finish_reason: finish}])
  const after = JSON.stringify(rest).slice(1)
  return `data: ${before},"choices":${choices}${after === '}' ? after : `,${after}`}\n\n`
}
