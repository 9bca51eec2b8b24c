import {expect} from 'chai'
import {isTurnError} from '../../../src/errors/turn-error.js'
import {DROPPED} from '../../../src/protocols/anthropic-messages/dropped.js'
import {anthropicMessages} from '../../../src/protocols/anthropic-messages/index.js'
import {reasonFor} from '../../../src/protocols/dropped.js'
import {recordedRequests} from './conversations.js'

const {readRequest} = anthropicMessages

describe('anthropic-messages: read-request', () => {
  for (const {name, headers, body, read} of recordedRequests()) {
    it(`reads ${name}`, () => {
      expect(readRequest(body, headers)).to.deep.equal(read)
    })

    it(`has a reason for all that ${name} loses`, () => {
      expect(read.dropped.filter((one) => reasonFor(DROPPED, one) === undefined)).to.deep.equal([])
    })
  }

  const nothing: readonly (readonly [string, unknown, string])[] = [
    ['no object', 'hi', 'model: a model is required'],
    ['no model', {messages: []}, 'model: a model is required'],
    ['no messages', {model: 'm'}, 'messages: a list of messages is required'],
    [
      'empty messages',
      {model: 'm', messages: [{role: 'user', content: []}]},
      'messages: at least one message with content is required',
    ],
  ]
  for (const [name, body, message] of nothing) {
    it(`refuses ${name}`, () => {
      const error = caught(() => readRequest(body, {}))
      expect(isTurnError(error)).to.equal(true)
      expect(error).to.include({blame: 'request', kind: 'invalid-request', status: 400, message})
    })
  }

  it('reads the same tools in any order of theirs', () => {
    const tool = (name: string) => ({name, input_schema: {type: 'object', properties: {}}})
    const read = (names: readonly string[]) =>
      readRequest({model: 'm', messages: ['x'], tools: names.map(tool)}, {}).turn.tools
    expect(read(['b', 'a', 'B'])).to.deep.equal(read(['a', 'B', 'b']))
  })

  it('takes an image of 12 MB and refuses one of 21 MB', () => {
    const image = (size: number) =>
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(size), Buffer.from([0xff, 0xd9])])
    const read = (size: number) => {
      const source = {type: 'base64', media_type: 'image/jpeg', data: image(size).toString('base64')}
      return readRequest({model: 'm', messages: [{role: 'user', content: [{type: 'image', source}]}]}, {}).dropped
    }
    expect(read(12 << 20)).to.deep.equal([])
    expect(read(21 << 20)).to.deep.equal(['image too large'])
  })
})

function caught(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
