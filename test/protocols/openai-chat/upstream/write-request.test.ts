import {expect} from 'chai'
import type {Turn} from '../../../../src/contract/index.js'
import {writeRequest} from '../../../../src/protocols/openai-chat/upstream/write-request.js'
import {ITEMS, LONG_NAME, PLAIN, RECORDED, RICH} from '../../rich-turn.js'

interface Message {
  readonly role: string
  readonly content: unknown
  readonly tool_calls?: readonly {readonly id: string}[]
  readonly tool_call_id?: string
}

describe('openai-chat: upstream write-request', () => {
  it('sends these keys and no others', () => {
    expect(writeRequest(PLAIN)).to.deep.equal({
      body: {
        model: 'm',
        messages: [{role: 'user', content: 'hi'}],
        stream: true,
        stream_options: {include_usage: true},
      },
      dropped: [],
      toolNames: new Map(),
    })
  })

  it('sends everything a turn can hold', () => {
    const {body, dropped, toolNames} = writeRequest(RICH)
    const [alias = ''] = [...toolNames.keys()]
    expect(toolNames).to.deep.equal(new Map([[alias, LONG_NAME]]))
    expect(dropped).to.deep.equal(['tool web_search', 'sealed reasoning'])
    const parameters = {type: 'object', properties: {path: {type: 'string'}}}
    expect(body).to.deep.equal({
      model: 'm',
      messages: [
        {role: 'system', content: 'You are a coding agent.\nBe brief.'},
        {
          role: 'user',
          content: [
            {type: 'text', text: 'Look at this'},
            {type: 'image_url', image_url: {url: 'data:image/png;base64,AAAA'}},
          ],
        },
        {
          role: 'assistant',
          content: 'I read.',
          tool_calls: [
            {id: 'call_1', type: 'function', function: {name: 'read', arguments: '{"path":"a"}'}},
            {id: 'call.2', type: 'function', function: {name: alias, arguments: '{}'}},
          ],
        },
        {role: 'tool', tool_call_id: 'call_1', content: 'one'},
        {role: 'tool', tool_call_id: 'call.2', content: 'Error: (no output)'},
        {role: 'user', content: [{type: 'image_url', image_url: {url: 'data:image/png;base64,AAAA'}}]},
        {role: 'system', content: 'Time passes.'},
        {role: 'assistant', content: 'Searched the web for: node\n- Node: https://nodejs.org'},
        {
          role: 'user',
          content: [
            {type: 'file', file: {filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE'}},
            {type: 'text', text: '[File b.pdf: https://a.com/b.pdf]'},
            {type: 'image_url', image_url: {url: 'https://a.com/c.png'}},
            {type: 'text', text: 'on'},
          ],
        },
      ],
      tools: [
        {type: 'function', function: {name: alias, description: 'Creates.', parameters}},
        {type: 'function', function: {name: 'read', description: '', parameters}},
      ],
      tool_choice: 'auto',
      parallel_tool_calls: false,
      reasoning_effort: 'high',
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'a_title_',
          strict: false,
          schema: {type: 'object', properties: {t: {type: 'string'}}},
        },
      },
      verbosity: 'low',
      service_tier: 'priority',
      stream: true,
      stream_options: {include_usage: true},
    })
  })

  it('asks for JSON without a schema', () => {
    expect(writeRequest({...PLAIN, jsonObject: true}).body.response_format).to.deep.equal({type: 'json_object'})
  })

  const choices: readonly (readonly [Turn['toolChoice'], unknown])[] = [
    [{type: 'none'}, 'none'],
    [{type: 'required'}, 'required'],
    [
      {type: 'tool', name: 'read'},
      {type: 'function', function: {name: 'read'}},
    ],
    [{type: 'tool', name: 'gone'}, 'auto'],
    [{type: 'tool', name: 'web_search'}, 'auto'],
  ]
  for (const [toolChoice, written] of choices) {
    it(`writes the choice ${JSON.stringify(toolChoice)}`, () => {
      expect(writeRequest({...RICH, toolChoice}).body.tool_choice).to.deep.equal(written)
    })
  }

  it('shows pictures of a tool that says nothing else', () => {
    const items = ITEMS.slice(6).map((item) =>
      item.type === 'tool-result' ? {...item, parts: item.parts.filter(({type}) => type === 'image')} : item,
    )
    const messages = writeRequest({...PLAIN, items}).body.messages as readonly Message[]
    expect(messages[1]).to.deep.equal({
      role: 'tool',
      tool_call_id: 'call_1',
      content: '(shown in the next message of the user)',
    })
  })

  for (const {name, turn} of RECORDED) {
    it(`answers every call at once: ${name}`, () => {
      expect(strays(writeRequest(turn).body.messages as readonly Message[])).to.deep.equal([])
    })
  }
})

/** Calls that the messages right after them do not answer, and answers to nothing. */
function strays(messages: readonly Message[]): readonly string[] {
  const found: string[] = []
  let open: string[] = []
  for (const {role, tool_calls: calls = [], tool_call_id: id = ''} of messages) {
    if (role === 'tool' && !open.includes(id)) found.push(`answer ${id}`)
    open = open.filter((one) => one !== id)
    if (role !== 'tool') {
      found.push(...open.map((one) => `call ${one}`))
      open = calls.map((call) => call.id)
    }
  }
  return [...found, ...open]
}
