import {expect} from 'chai'
import type {Item} from '../../src/contract/index.js'
import {pairCalls} from '../../src/protocols/pair-calls.js'

const call = (callId: string): Item => ({type: 'tool-call', callId, name: 'read', arguments: '{}'})
const result = (callId: string): Item => ({
  type: 'tool-result',
  callId,
  parts: [{type: 'text', text: callId}],
  isError: false,
})
const say = (text: string): Item => ({type: 'message', role: 'user', parts: [{type: 'text', text}]})

describe('pair-calls', () => {
  it('leaves a sound conversation alone', () => {
    const items = [say('go'), call('a'), call('b'), result('b'), result('a'), say('on'), call('c'), result('c')]
    expect(pairCalls(items)).to.deep.equal(items)
  })

  it('gives an interrupted call a result, before the next message and behind its neighbours', () => {
    expect(shape(pairCalls([call('a'), call('b'), result('a'), say('stop'), call('c')]))).to.deep.equal([
      'call a',
      'call b',
      'result a',
      'interrupted b',
      'user',
      'call c',
      'interrupted c',
    ])
  })

  it('turns a result without its call into text, keeping what it says', () => {
    expect(pairCalls([result('a'), call('a')])[0]).to.deep.equal({
      type: 'message',
      role: 'user',
      parts: [
        {type: 'text', text: 'Result of a tool call that is no longer part of the conversation:'},
        {type: 'text', text: 'a'},
      ],
    })
  })

  it('leaves repeats out', () => {
    expect(shape(pairCalls([call('a'), call('a'), result('a'), result('a')]))).to.deep.equal(['call a', 'result a'])
    expect(shape(pairCalls([result('a'), result('a')]))).to.deep.equal(['user'])
  })

  it('answers a call whose result came before it too', () => {
    expect(shape(pairCalls([result('a'), call('a'), result('a')]))).to.deep.equal(['user', 'call a', 'result a'])
  })
})

function shape(items: readonly Item[]): readonly string[] {
  return items.map((item) => {
    if (item.type === 'tool-call') return `call ${item.callId}`
    if (item.type === 'tool-result') return `${item.isError ? 'interrupted' : 'result'} ${item.callId}`
    return item.type === 'message' ? item.role : item.type
  })
}
