import {expect} from 'chai'
import type {TurnEvent} from '../../../src/contract/index.js'
import {faultOf, isTurnError} from '../../../src/errors/turn-error.js'
import {anthropicMessages} from '../../../src/protocols/anthropic-messages/index.js'
import type {AnswerContext} from '../../../src/protocols/client-protocol.js'
import {stepAll} from '../../../src/protocols/transducer.js'
import {recordedAnswers} from '../conversations.js'
import {collectMessage} from './collect-message.js'

describe('anthropic-messages: write-events and write-message', () => {
  for (const {name, context, events, stream, message} of recordedAnswers('anthropic-messages')) {
    describe(name, () => {
      it('is streamed like this', () => {
        expect(streamed(events, context)).to.equal(stream)
        expect(collectMessage(stream).faults).to.deep.equal([])
      })

      it('is given whole like this', () => {
        expect(whole(events, context)).to.deep.equal(message)
      })

      it('is the same streamed and whole', () => {
        const {message: collected, error} = collectMessage(stream)
        if (error === undefined) expect(collected).to.deep.equal(message)
        else expect(message).to.have.keys('fault')
      })

      it('is the same in batches and event by event', () => {
        const writer = anthropicMessages.writeEvents(context)
        let state = writer.initial()
        const out: string[] = []
        for (const event of events) {
          const [next, written] = writer.step(state, event)
          state = next
          out.push(...written)
        }
        expect([...out, ...writer.end(state)].join('')).to.equal(stream)
      })

      it('ends in an error wherever it is cut off', () => {
        for (let kept = 0; kept < events.length; kept++) {
          const cut = collectMessage(streamed(events.slice(0, kept), context))
          expect(cut.faults, `after ${kept} events`).to.deep.equal([])
          if (cut.message?.stop_reason !== 'stop_sequence')
            expect(cut.error, `after ${kept} events`).to.not.equal(undefined)
        }
      })
    })
  }
})

function streamed(events: readonly TurnEvent[], context: AnswerContext): string {
  const writer = anthropicMessages.writeEvents(context)
  const [state, out] = stepAll(writer, writer.initial(), events)
  return [...out, ...writer.end(state)].join('')
}

function whole(events: readonly TurnEvent[], context: AnswerContext): unknown {
  try {
    return anthropicMessages.writeMessage(events, context)
  } catch (error) {
    if (!isTurnError(error)) throw error
    return {fault: JSON.parse(JSON.stringify(faultOf(error)))}
  }
}
