import {expect} from 'chai'
import {isTurnError} from '../../../src/errors/turn-error.js'
import {DROPPED} from '../../../src/protocols/anthropic-messages/dropped.js'
import {anthropicMessages} from '../../../src/protocols/anthropic-messages/index.js'
import {reasonFor} from '../../../src/protocols/dropped.js'
import {recordedRequests} from '../conversations.js'

const {readRequest} = anthropicMessages

describe('anthropic-messages: read-request', () => {
  for (const {name, headers, body, read} of recordedRequests('anthropic-messages')) {
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

  it('keeps one session of a client that names none, wherever its cache marks stand', () => {
    const session = (content: unknown) =>
      readRequest({model: 'm', messages: [{role: 'user', content}]}, {}).turn.session
    const marked = [{type: 'text', text: 'hi', cache_control: {type: 'ephemeral'}}]
    expect(session(marked)).to.deep.equal(session([{type: 'text', text: 'hi'}]))
    expect(session(marked)).to.deep.equal(session('hi'))
    expect(session(marked)).not.to.deep.equal(session([{type: 'text', text: 'ho'}]))
    expect(readRequest({model: 'm', messages: ['hi']}, {}).turn.session).to.deep.equal(session('hi'))
  })

  it('knows a search by its name, whatever its version is called', () => {
    const types = ['web_search', 'web_search_20270101', 'web_search_latest', 'web_searcher']
    const read = types.map((type) => readRequest({model: 'm', messages: ['x'], tools: [{type, name: 'w'}]}, {}))
    expect(read.map(({turn, dropped}) => [turn.tools.map(({type}) => type), dropped])).to.deep.equal([
      ...Array(3).fill([['web-search'], []]),
      [[], ['tool web_searcher']],
    ])
  })

  it('names the domains of a search without scheme and path', () => {
    const search = {
      type: 'web_search_20250305',
      name: 'w',
      allowed_domains: ['https://A.com/x', 'b.org/*', 'b.org', ' '],
    }
    const {turn, dropped} = readRequest({model: 'm', messages: ['x'], tools: [search]}, {})
    expect(turn.tools).to.deep.equal([{type: 'web-search', name: 'w', allowedDomains: ['a.com', 'b.org']}])
    expect(dropped).to.deep.equal(['web_search allowed_domains'])
  })

  it('offers the properties of a union whose branches point elsewhere', () => {
    const input_schema = {
      anyOf: [{$ref: '#/$defs/a'}, {type: 'object', properties: {y: {}}, required: ['y', 'k']}],
      $defs: {a: {type: 'object', properties: {x: {}, k: {}}, required: ['k']}},
    }
    const {turn} = readRequest({model: 'm', messages: ['x'], tools: [{name: 't', input_schema}]}, {})
    expect(turn.tools[0]).to.deep.include({
      schema: {
        type: 'object',
        properties: {x: {}, k: {}, y: {}},
        required: ['k'],
        $defs: input_schema.$defs,
      },
    })
  })

  it('offers all that the branches of a union may want of one property', () => {
    const branch = (op: object, more: object) => ({type: 'object', properties: {op, ...more}, required: ['op']})
    const input_schema = {
      type: 'object',
      oneOf: [
        branch({type: 'string', const: 'open'}, {path: {type: 'string'}, at: {type: 'string'}}),
        branch({type: 'string', enum: ['close', 'open']}, {path: {type: 'string'}, at: {type: 'integer'}}),
        branch({type: 'string', const: 'list'}, {at: {type: 'string'}, as: {const: 1, title: 'One'}}),
        branch({type: 'string', const: 'list'}, {as: {const: 2, title: 'Two'}}),
      ],
    }
    const {turn} = readRequest({model: 'm', messages: ['x'], tools: [{name: 't', input_schema}]}, {})
    expect(turn.tools[0]).to.deep.include({
      schema: {
        type: 'object',
        properties: {
          op: {type: 'string', enum: ['open', 'close', 'list']},
          path: {type: 'string'},
          at: {anyOf: [{type: 'string'}, {type: 'integer'}]},
          as: {
            anyOf: [
              {const: 1, title: 'One'},
              {const: 2, title: 'Two'},
            ],
          },
        },
        required: ['op'],
      },
    })
  })

  it('says that a message was left out when nothing of it can be carried', () => {
    const {turn, dropped} = readRequest({model: 'm', messages: [{role: 'user', content: [{type: 'hologram'}]}]}, {})
    const parts = [{type: 'text', text: '[A message was left out here: it has no text.]'}]
    expect(turn.items).to.deep.equal([{type: 'message', role: 'user', parts}])
    expect(dropped).to.deep.equal(['block hologram'])
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
