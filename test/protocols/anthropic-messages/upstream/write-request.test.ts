import {expect} from 'chai'
import type {Effort, Turn} from '../../../../src/contract/index.js'
import {protocols} from '../../../../src/protocols/index.js'
import {LONG_NAME, PLAIN, RECORDED, RICH} from '../../rich-turn.js'

const ACCOUNT = {fingerprint: 'f1'}
const write = (turn: Turn) => protocols['anthropic-messages'].writeRequest(turn, ACCOUNT)
const CACHED = {cache_control: {type: 'ephemeral'}}

interface Message {
  readonly role: string
  readonly content: readonly {readonly type: string; readonly id?: string; readonly tool_use_id?: string}[]
}

describe('anthropic-messages: upstream write-request', () => {
  it('sends these keys and no others', () => {
    expect(write(PLAIN)).to.deep.equal({
      body: {
        model: 'm',
        max_tokens: 32_000,
        messages: [{role: 'user', content: [{type: 'text', text: 'hi', ...CACHED}]}],
        stream: true,
      },
      dropped: [],
      toolNames: new Map(),
    })
    expect(write({...PLAIN, maximumOutputTokens: 7}).body.max_tokens).to.equal(7)
  })

  it('sends everything a turn can hold', () => {
    const {body, dropped, toolNames} = write(RICH)
    const [alias = ''] = [...toolNames.keys()]
    expect(toolNames).to.deep.equal(new Map([[alias, LONG_NAME]]))
    expect(dropped).to.deep.equal([
      'reasoning of another account',
      'reasoning of another upstream',
      'tier fast',
      'verbosity low',
    ])
    expect(write({...PLAIN, jsonObject: true}).dropped).to.deep.equal(['format json_object'])
    const {messages} = body as {messages: readonly Message[]}
    const second = messages[1]!.content.at(-1)!.id
    const input_schema = {type: 'object', properties: {path: {type: 'string'}}}
    const source = {type: 'base64', media_type: 'image/png', data: 'AAAA'}
    expect(second).to.match(/^call_[0-9a-f]{24}$/)
    expect(body).to.deep.equal({
      model: 'm',
      max_tokens: 32_000,
      system: [
        {type: 'text', text: 'You are a coding agent.'},
        {type: 'text', text: 'Be brief.', ...CACHED},
      ],
      messages: [
        {
          role: 'user',
          content: [
            {type: 'text', text: 'Look at this'},
            {type: 'image', source},
          ],
        },
        {
          role: 'assistant',
          content: [
            {type: 'thinking', thinking: 'Hm', signature: 'EqQB'},
            {type: 'text', text: 'I read.'},
            {type: 'tool_use', id: 'call_1', name: 'read', input: {path: 'a'}},
            {type: 'tool_use', id: second, name: alias, input: {}},
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'call_1',
              content: [
                {type: 'text', text: 'one'},
                {type: 'image', source},
              ],
            },
            {type: 'tool_result', tool_use_id: second, content: '(no output)', is_error: true},
            {type: 'text', text: '<system-reminder>\nTime passes.\n</system-reminder>'},
          ],
        },
        {
          role: 'assistant',
          content: [{type: 'text', text: 'Searched the web for: node\n- Node: https://nodejs.org'}],
        },
        {
          role: 'user',
          content: [
            {
              type: 'document',
              source: {type: 'base64', media_type: 'application/pdf', data: 'JVBE'},
              title: 'a.pdf',
            },
            {type: 'document', source: {type: 'url', url: 'https://a.com/b.pdf'}, title: 'b.pdf'},
            {type: 'image', source: {type: 'url', url: 'https://a.com/c.png'}},
            {type: 'text', text: 'on', ...CACHED},
          ],
        },
      ],
      tools: [
        {name: alias, description: 'Creates.', input_schema},
        {name: 'read', description: '', input_schema},
        {
          type: 'web_search_20250305',
          name: 'web_search',
          allowed_domains: ['a.com'],
          user_location: {type: 'approximate', country: 'DE'},
        },
      ],
      tool_choice: {type: 'auto', disable_parallel_tool_use: true},
      thinking: {type: 'adaptive', display: 'summarized'},
      output_config: {
        effort: 'high',
        format: {type: 'json_schema', schema: {type: 'object', properties: {t: {type: 'string'}}}},
      },
      stream: true,
    })
  })

  const choices: readonly (readonly [Turn['toolChoice'], unknown])[] = [
    [{type: 'none'}, {type: 'none'}],
    [{type: 'required'}, {type: 'any'}],
    [
      {type: 'tool', name: 'read'},
      {type: 'tool', name: 'read'},
    ],
    [{type: 'tool', name: 'gone'}, {type: 'auto'}],
  ]
  for (const [toolChoice, written] of choices) {
    it(`writes the choice ${JSON.stringify(toolChoice)}`, () => {
      const {body} = write({...RICH, toolChoice, parallelToolCalls: true})
      expect(body.tool_choice).to.deep.equal(written)
    })
  }

  it('asks for no thought before a forced call', () => {
    expect(write({...RICH, toolChoice: {type: 'required'}}).body).to.not.have.property('thinking')
  })

  const efforts: readonly (readonly [Effort, object])[] = [
    ['none', {thinking: {type: 'disabled'}}],
    ['minimal', {thinking: {type: 'adaptive'}, output_config: {effort: 'low'}}],
    ['max', {thinking: {type: 'adaptive'}, output_config: {effort: 'max'}}],
  ]
  for (const [effort, written] of efforts) {
    it(`asks for the effort ${effort}`, () => {
      const {thinking, output_config} = write({...PLAIN, model: {...PLAIN.model, effort}}).body
      expect(JSON.parse(JSON.stringify({thinking, output_config}))).to.deep.equal(written)
    })
  }

  it('begins with the user, whoever did', () => {
    const items = [{type: 'message', role: 'assistant', parts: [{type: 'text', text: 'Hi.'}]}] as const
    const {messages} = write({...PLAIN, items}).body as {messages: readonly Message[]}
    expect(messages.map(({role}) => role)).to.deep.equal(['user', 'assistant'])
  })

  for (const {name, turn} of RECORDED) {
    it(`keeps the dialect's grammar: ${name}`, () => {
      expect(faultsOf(write(turn).body.messages as readonly Message[])).to.deep.equal([])
    })
  }
})

function faultsOf(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({role, content}, at) => {
    const calls = content.filter(({type}) => type === 'tool_use').map(({id}) => id)
    const next = messages[at + 1]?.content.map((block) => block.tool_use_id) ?? []
    return [
      ...(role === (at % 2 === 0 ? 'user' : 'assistant') ? [] : [`${at}: ${role} out of turn`]),
      ...(content.length === 0 ? [`${at}: nothing`] : []),
      ...calls
        .filter((id, place) => next[place] !== id && !next.slice(0, calls.length).includes(id))
        .map((id) => `${at}: ${id} unanswered`),
      ...content.flatMap(({tool_use_id: id}) =>
        id === undefined || messages[at - 1]?.content.some((block) => block.id === id)
          ? []
          : [`${at}: ${id} answers nothing`],
      ),
    ]
  })
}
