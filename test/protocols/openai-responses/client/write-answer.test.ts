import {expect} from 'chai'
import type {TurnEvent} from '../../../../src/contract/index.js'
import {responsesClient} from '../../../../src/protocols/openai-responses/client/index.js'
import {readEvents} from '../../../../src/protocols/openai-responses/read-events.js'
import {recordedAnswers} from '../../conversations.js'
import {collect, cutAt, recorded} from '../../recorded.js'
import {folded} from '../../round-trip.js'
import {streamed, streamedSingly, whole} from '../../stream-answer.js'
import {collectResponse} from './collect-response.js'

const ANSWERS = recordedAnswers('openai-responses-client')

describe('openai-responses: client write-events and write-message', () => {
  for (const {name, context, events, stream, message} of ANSWERS) {
    describe(name, () => {
      it('is streamed like this, in batches and event by event', () => {
        expect(streamed(responsesClient, events, context)).to.equal(stream)
        expect(streamedSingly(responsesClient, events, context)).to.equal(stream)
        expect(collectResponse(stream).faults).to.deep.equal([])
      })

      it('is given whole like this, the same as streamed', () => {
        expect(whole(responsesClient, events, context)).to.deep.equal(message)
        const {response, isFailed} = collectResponse(stream)
        if (isFailed) expect(message).to.have.keys('fault')
        else expect(response).to.deep.equal(message)
      })

      it('is a failure wherever it is cut off', () => {
        for (let kept = 0; kept < events.length; kept++) {
          const cut = collectResponse(streamed(responsesClient, events.slice(0, kept), context))
          expect([cut.faults, cut.isFailed], `after ${kept} events`).to.deep.equal([[], true])
        }
      })
    })
  }

  for (const {name, events} of [...ANSWERS.filter(({context}) => !context.calls), ...recorded('openai-responses')]) {
    it(`is read back as it was written: ${name}`, async () => {
      const context = {model: 'm', estimatedInput: 1, fingerprint: 'fp1', stopSequences: []}
      const written = Buffer.from(streamed(responsesClient, events, context))
      const read = await collect(readEvents(cutAt(written, []), new Map()))
      expect(folded(withOwnIds(read))).to.deep.equal(folded(withOwnIds(events)))
      expect(shape(read)).to.deep.equal(shape(events))
    })
  }
})

/** A search is numbered by whoever writes it. */
function withOwnIds(events: readonly TurnEvent[]): readonly TurnEvent[] {
  return events.map((event) =>
    event.type === 'block-start' && event.content.type === 'web-search'
      ? {...event, content: {type: 'web-search', id: `ws_${event.block}`}}
      : event,
  )
}

/** The order of events, without what only keeps a connection alive or tells of limits. */
function shape(events: readonly TurnEvent[]): readonly string[] {
  return events
    .filter(({type}) => type !== 'keep-alive' && type !== 'limits' && type !== 'turn-start' && type !== 'block-delta')
    .map((event) => ('block' in event ? `${event.type} ${event.block}` : event.type))
}
