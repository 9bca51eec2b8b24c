import {expect} from 'chai'
import type {Item} from '../../src/contract/index.js'
import {resultsFirst} from '../../src/protocols/results-first.js'

const said = (role: 'user' | 'assistant' | 'developer'): Item => ({
  type: 'message',
  role,
  parts: [{type: 'text', text: role}],
})
const call = (callId: string): Item => ({type: 'tool-call', callId, name: 'f', arguments: '{}'})
const result = (callId: string): Item => ({type: 'tool-result', callId, parts: [], isError: false})

describe('results-first', () => {
  it('leaves what is in order', () => {
    const items = [said('developer'), said('user'), call('a'), call('b'), result('b'), result('a'), said('user')]
    expect(resultsFirst(items)).to.deep.equal(items)
  })

  it('lets others wait until every call is answered', () => {
    const items = [call('a'), call('b'), result('a'), said('developer'), said('user'), result('b'), said('assistant')]
    expect(resultsFirst(items)).to.deep.equal([
      call('a'),
      call('b'),
      result('a'),
      result('b'),
      said('developer'),
      said('user'),
      said('assistant'),
    ])
  })

  it('keeps what an assistant says beside its calls', () => {
    const items = [call('a'), said('assistant'), result('a')]
    expect(resultsFirst(items)).to.deep.equal(items)
  })

  it('loses nothing where no answer comes', () => {
    const items = [call('a'), said('user')]
    expect(resultsFirst(items)).to.deep.equal(items)
  })
})
