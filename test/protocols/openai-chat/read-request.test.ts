import {expect} from 'chai'
import {reasonFor} from '../../../src/protocols/dropped.js'
import {DROPPED} from '../../../src/protocols/openai-chat/dropped.js'
import {openaiChat} from '../../../src/protocols/openai-chat/index.js'
import {caught} from '../caught.js'
import {recordedRequests} from '../conversations.js'

const {readRequest} = openaiChat

describe('openai-chat: read-request', () => {
  for (const {name, headers, body, read} of recordedRequests('openai-chat')) {
    it(`reads ${name}`, () => {
      expect(readRequest(body, headers)).to.deep.equal(read)
    })

    it(`has a reason for all that ${name} loses`, () => {
      expect(read.dropped.filter((one) => reasonFor(DROPPED, one) === undefined)).to.deep.equal([])
    })
  }

  it('reads the same tools in any order of theirs', () => {
    const read = (names: readonly string[]) => {
      const tools = names.map((name) => ({type: 'function', function: {name}}))
      return readRequest({model: 'm', messages: ['x'], tools}, {}).turn.tools
    }
    expect(read(['b', 'a', 'B'])).to.deep.equal(read(['a', 'B', 'b']))
  })

  it('searches the web where that stands among the tools, as the other dialect of OpenAI has it', () => {
    const search = {type: 'web_search_preview', filters: {allowed_domains: ['a.org']}, user_location: {city: 'Rome'}}
    const {turn, dropped} = readRequest(
      {model: 'm', messages: ['x'], tools: [search], tool_choice: {type: 'web_search_preview'}},
      {},
    )
    expect([turn.tools, turn.toolChoice, dropped]).to.deep.equal([
      [{type: 'web-search', name: 'web_search', allowedDomains: ['a.org'], location: {city: 'Rome'}}],
      {type: 'tool', name: 'web_search'},
      [],
    ])
  })

  it('offers the tools that are allowed, and keeps whether one must be called', () => {
    const named = (name: string) => ({type: 'function', function: {name}})
    const tools = [named('a'), named('b'), {type: 'web_search'}, {type: 'custom', custom: {name: 'c'}}]
    const read = (allowed: object) => {
      const choice = {type: 'allowed_tools', allowed_tools: allowed}
      const {turn, dropped} = readRequest({model: 'm', messages: ['x'], tools, tool_choice: choice}, {})
      return [turn.tools.map(({name}) => name), turn.toolChoice, dropped]
    }
    expect([
      read({mode: 'required', tools: [named('b'), {type: 'custom', custom: {name: 'c'}}, named('gone')]}),
      read({mode: 'auto', tools: [named('a'), {type: 'web_search'}]}),
      read({mode: 'required'}),
      read({tools: []}),
    ]).to.deep.equal([
      [['b', 'c'], {type: 'required'}, []],
      [['a', 'web_search'], {type: 'auto'}, []],
      [['a', 'b', 'c', 'web_search'], {type: 'required'}, []],
      [[], {type: 'auto'}, []],
    ])
  })

  it('shows the pictures of a result that had to be text', () => {
    const url = 'https://example.com/a.png'
    const picture = {type: 'image_url', image_url: {url}}
    const partsOf = (content: unknown) => {
      const call = {id: 'c', type: 'function', function: {name: 'Shot', arguments: '{}'}}
      const result = {role: 'tool', tool_call_id: 'c', content}
      const {turn} = readRequest({model: 'm', messages: ['x', {role: 'assistant', tool_calls: [call]}, result]}, {})
      return turn.items.flatMap((item) => (item.type === 'tool-result' ? item.parts : []))
    }
    const seen = {type: 'image', source: {type: 'url', url}}
    const told = [[{type: 'text', text: 'x'}], [picture, {type: 'log'}], [], [1]].map((list) => JSON.stringify(list))
    expect({
      picture: partsOf(JSON.stringify([picture])),
      withWords: partsOf(
        ` ${JSON.stringify([
          {type: 'text', text: 'Here:'},
          {type: 'input_image', image_url: url},
        ])}`,
      ),
      others: [...told, '[broken'].map(partsOf),
    }).to.deep.equal({
      picture: [seen],
      withWords: [{type: 'text', text: 'Here:'}, seen],
      others: [...told, '[broken'].map((words) => [{type: 'text', text: words}]),
    })
  })

  it('knows a conversation by how it begins', () => {
    const session = (...messages: object[]) => readRequest({model: 'm', messages}, {}).turn.session.id
    const first = [
      {role: 'system', content: 's'},
      {role: 'user', content: 'go'},
    ]
    expect(session(...first, {role: 'assistant', content: 'x'})).to.equal(session(...first))
    expect(session({role: 'system', content: 't'}, {role: 'user', content: 'go'})).to.not.equal(session(...first))
  })

  it('asks all the same where nothing of the content can be carried', () => {
    const content = [{type: 'video_url', video_url: {url: 'https://example.com/a.mp4'}}]
    const {turn, dropped} = readRequest({model: 'm', messages: [{role: 'user', content}]}, {})
    const parts = [{type: 'text', text: '[A message was left out here: it has no text.]'}]
    expect([turn.items, dropped]).to.deep.equal([[{type: 'message', role: 'user', parts}], ['block video_url']])
  })

  const refusals: readonly (readonly [string, unknown, string])[] = [
    ['no object', 'hi', 'model: a model is required'],
    ['no model', {messages: []}, 'model: a model is required'],
    ['no messages', {model: 'm'}, 'messages: a list of messages is required'],
    [
      'empty messages',
      {model: 'm', messages: [{role: 'user', content: []}]},
      'messages: at least one message with content is required',
    ],
  ]
  for (const [name, body, message] of refusals) {
    it(`refuses ${name}`, () => {
      expect(caught(() => readRequest(body, {}))).to.include({
        blame: 'request',
        kind: 'invalid-request',
        status: 400,
        message,
      })
    })
  }
})
