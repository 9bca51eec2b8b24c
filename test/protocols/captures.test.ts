import {expect} from 'chai'
import {DROPPED} from '../../src/protocols/anthropic-messages/dropped.js'
import {reasonFor} from '../../src/protocols/dropped.js'
import {captured} from './captured.js'
import {translate} from './translate.js'

describe('what Claude Code sends reaches the upstream', () => {
  for (const {version, name, headers, body, upstream} of captured()) {
    it(`${version} ${name}`, () => {
      const {read, body: written, dropped, refusal} = translate(body, headers)
      expect(refusal).to.equal(undefined)
      expect(written).to.deep.equal(upstream.body)
      expect(Object.keys(written)).to.deep.equal(Object.keys(upstream.body))
      expect(dropped).to.deep.equal([])
      expect(read.dropped).to.deep.equal(upstream.dropped)
      expect(read.dropped.filter((one) => reasonFor(DROPPED, one) === undefined)).to.deep.equal([])
      const {turn, stream, wish, tier, hidesReasoning} = read
      const {stopSequences, session, maximumOutputTokens} = turn
      expect(
        JSON.parse(JSON.stringify({stream, wish, tier, hidesReasoning, stopSequences, session, maximumOutputTokens})),
      ).to.deep.equal(upstream.read)
    })
  }
})
