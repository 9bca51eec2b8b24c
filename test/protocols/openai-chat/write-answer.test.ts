import {expect} from 'chai'
import {openaiChat} from '../../../src/protocols/openai-chat/index.js'
import {recordedAnswers} from '../conversations.js'
import {streamed, streamedSingly, whole} from '../stream-answer.js'
import {collectCompletion} from './collect-completion.js'

interface Completion {
  readonly usage: object
  readonly choices: readonly [{readonly message: Record<string, unknown>; readonly finish_reason: string}]
}

describe('openai-chat: write-events and write-message', () => {
  for (const {name, context, events, stream, message} of recordedAnswers('openai-chat')) {
    describe(name, () => {
      it('is streamed like this, in batches and event by event', () => {
        expect(streamed(openaiChat, events, context)).to.equal(stream)
        expect(streamedSingly(openaiChat, events, context)).to.equal(stream)
        expect(collectCompletion(stream).faults).to.deep.equal([])
      })

      it('is given whole like this, the same as streamed', () => {
        expect(whole(openaiChat, events, context)).to.deep.equal(message)
        const collected = collectCompletion(stream)
        if (collected.error !== undefined) {
          expect(message).to.have.keys('fault')
          return
        }
        const {usage, choices} = message as Completion
        const {content, refusal, ...rest} = choices[0].message
        const {content: said, ...others} = collected.message
        expect({...rest, ...(refusal === null ? {} : {refusal})}).to.deep.equal(others)
        expect(content ?? '').to.equal(said)
        expect([choices[0].finish_reason, usage]).to.deep.equal([collected.finish, collected.usage])
      })

      it('is a failure wherever it is cut off', () => {
        for (let kept = 0; kept < events.length; kept++) {
          const cut = collectCompletion(streamed(openaiChat, events.slice(0, kept), context))
          const isStopped = context.stopSequences.length > 0 && cut.finish === 'stop'
          expect([cut.faults, cut.error !== undefined || isStopped], `after ${kept} events`).to.deep.equal([[], true])
        }
      })
    })
  }
})
