import {expect} from 'chai'
import {longestSilence} from '../../src/proxy/longest-silence.js'

describe('the longest silence', () => {
  it('is ten seconds, or less where the configuration says so', () => {
    const configs = [{}, ...[1, 0.5, 0, 15, -1, '1', null].map((s) => ({streaming: {'keepalive-seconds': s}}))]
    expect(configs.map(longestSilence)).to.deep.equal([10_000, 1000, 500, 10_000, 10_000, 10_000, 10_000, 10_000])
  })
})
