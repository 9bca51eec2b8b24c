import {expect} from 'chai'
import fc from 'fast-check'
import type {Item, Turn} from '../../../src/contract/index.js'
import {cacheKey, writeRequest} from '../../../src/protocols/openai-responses/write-request.js'

const SESSION = '0199f3a0-1111-7222-8333-444455556666'
const LONG = `mcp__${'server_'.repeat(8)}__create_an_issue_in_the_tracker`
const schema = {type: 'object', properties: {path: {type: 'string'}}}
const ACCOUNT = {fingerprint: 'f1'}

const PLAIN: Turn = {
  protocol: 'anthropic-messages',
  model: {asked: 'gpt-5.4-high-fast', id: 'gpt-5.4'},
  items: [],
  tools: [],
  toolChoice: {type: 'auto'},
  parallelToolCalls: true,
  showReasoning: false,
  stopSequences: ['END'],
  session: {id: SESSION},
  maximumOutputTokens: 32_000,
}
const text = (words: string) => ({type: 'text', text: words}) as const
const turn = (fields: Partial<Turn>): Turn => ({...PLAIN, ...fields})
const input = (...items: Item[]) => writeRequest(turn({items}), ACCOUNT).body.input

describe('openai-responses: write-request', () => {
  it('sends these keys and no others', () => {
    expect(JSON.stringify(writeRequest(PLAIN, ACCOUNT).body)).to.equal(
      JSON.stringify({
        model: 'gpt-5.4',
        instructions: '',
        input: [],
        store: false,
        stream: true,
        include: ['reasoning.encrypted_content'],
        prompt_cache_key: SESSION,
      }),
    )
  })

  it('sends everything a turn can hold, in a fixed order', () => {
    const full = turn({
      model: {asked: 'gpt-5.4-high-fast', id: 'gpt-5.4', effort: 'high', tier: 'fast'},
      showReasoning: true,
      tools: [
        {type: 'function', name: LONG, description: 'Creates.', schema},
        {type: 'function', name: 'read', description: '', schema},
        {
          type: 'web-search',
          name: 'web_search',
          allowedDomains: ['a.com'],
          location: {country: 'DE', timezone: 'Europe/Berlin'},
        },
      ],
      toolChoice: {type: 'tool', name: LONG},
      parallelToolCalls: false,
      format: {
        name: 'a title!',
        schema: {type: 'object', properties: {t: {type: 'string'}}, required: ['t'], additionalProperties: false},
      },
    })
    const {body, toolNames} = writeRequest(full, ACCOUNT)
    const [alias] = [...toolNames.keys()]
    expect(toolNames).to.deep.equal(new Map([[alias, LONG]]))
    expect(JSON.stringify(body)).to.equal(
      JSON.stringify({
        model: 'gpt-5.4',
        instructions: '',
        input: [],
        tools: [
          {type: 'function', name: alias, description: 'Creates.', strict: false, parameters: schema},
          {type: 'function', name: 'read', description: '', strict: false, parameters: schema},
          {
            type: 'web_search',
            filters: {allowed_domains: ['a.com']},
            user_location: {type: 'approximate', country: 'DE', timezone: 'Europe/Berlin'},
          },
        ],
        tool_choice: {type: 'function', name: alias},
        parallel_tool_calls: false,
        reasoning: {effort: 'high', summary: 'auto'},
        store: false,
        stream: true,
        include: ['reasoning.encrypted_content', 'web_search_call.action.sources'],
        prompt_cache_key: SESSION,
        text: {
          format: {
            type: 'json_schema',
            name: 'a_title_',
            strict: true,
            schema: {type: 'object', properties: {t: {type: 'string'}}, required: ['t'], additionalProperties: false},
          },
        },
        service_tier: 'priority',
      }),
    )
  })

  it('writes every kind of item', () => {
    const png = {type: 'image', source: {type: 'base64', mediaType: 'image/png', data: 'iVBO'}} as const
    const far = {type: 'image', source: {type: 'url', url: 'https://x/y.png'}} as const
    const pdf = {
      type: 'file',
      name: 'a.pdf',
      source: {type: 'base64', mediaType: 'application/pdf', data: 'JVBE'},
    } as const
    const farPdf = {type: 'file', name: 'b.pdf', source: {type: 'url', url: 'https://x/b.pdf'}} as const
    expect(
      input(
        {type: 'message', role: 'developer', parts: [text('You are.'), text('Be kind.')]},
        {type: 'message', role: 'user', parts: [text('see'), png, far, pdf, farPdf]},
        {type: 'reasoning', replay: {account: 'f1', sealed: 'gAAAAown'}},
        {type: 'reasoning', replay: {account: 'f2', sealed: 'gAAAAforeign'}},
        {type: 'reasoning', replay: {sealed: 'gAAAAunknown'}},
        {type: 'message', role: 'assistant', parts: [text('Reading.')]},
        {type: 'message', role: 'assistant', parts: []},
        {type: 'web-search', query: 'lts', results: [{title: 'Node', url: 'https://n'}]},
        {type: 'tool-call', callId: 'c1', name: 'read', arguments: '{"path":"a"}'},
        {type: 'tool-call', callId: 'c2', name: 'read', arguments: ''},
        {type: 'tool-call', callId: 'c3', name: 'read', arguments: '{}'},
        {type: 'tool-result', callId: 'c1', parts: [text('one'), text('two')], isError: false},
        {type: 'tool-result', callId: 'c2', parts: [text(' ')], isError: true},
        {type: 'tool-result', callId: 'c3', parts: [text('shot'), png], isError: true},
      ),
    ).to.deep.equal([
      {
        type: 'message',
        role: 'developer',
        content: [
          {type: 'input_text', text: 'You are.'},
          {type: 'input_text', text: 'Be kind.'},
        ],
      },
      {
        type: 'message',
        role: 'user',
        content: [
          {type: 'input_text', text: 'see'},
          {type: 'input_image', image_url: 'data:image/png;base64,iVBO'},
          {type: 'input_image', image_url: 'https://x/y.png'},
          {type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE'},
          {type: 'input_file', file_url: 'https://x/b.pdf'},
        ],
      },
      {type: 'reasoning', summary: [], encrypted_content: 'gAAAAown'},
      {type: 'reasoning', summary: [], encrypted_content: 'gAAAAunknown'},
      {type: 'message', role: 'assistant', content: [{type: 'output_text', text: 'Reading.'}]},
      {
        type: 'message',
        role: 'assistant',
        content: [{type: 'output_text', text: 'Searched the web for: lts\n- Node: https://n'}],
      },
      {type: 'function_call', call_id: 'c1', name: 'read', arguments: '{"path":"a"}'},
      {type: 'function_call', call_id: 'c2', name: 'read', arguments: '{}'},
      {type: 'function_call', call_id: 'c3', name: 'read', arguments: '{}'},
      {type: 'function_call_output', call_id: 'c1', output: 'one\ntwo'},
      {type: 'function_call_output', call_id: 'c2', output: 'Error: (no output)'},
      {
        type: 'function_call_output',
        call_id: 'c3',
        output: [
          {type: 'input_text', text: 'Error:'},
          {type: 'input_text', text: 'shot'},
          {type: 'input_image', image_url: 'data:image/png;base64,iVBO'},
        ],
      },
    ])
  })

  it('says which reasoning it left out', () => {
    const items: Item[] = [{type: 'reasoning', replay: {account: 'f2', sealed: 'x'}}]
    expect(writeRequest(turn({items}), ACCOUNT).dropped).to.deep.equal(['reasoning of another account'])
    expect(writeRequest(turn({items}), {fingerprint: 'f2'}).dropped).to.deep.equal([])
  })

  it('keeps long call ids paired and short', () => {
    const callId = 'toolu_'.repeat(20)
    const [call, result] = input(
      {type: 'tool-call', callId, name: 'a', arguments: '{}'},
      {type: 'tool-result', callId, parts: [text('x')], isError: false},
    ) as readonly {readonly call_id: string}[]
    expect(call?.call_id).to.match(/^(toolu_){7}toolu_[0-9a-f]{16}$/)
    expect(result?.call_id).to.equal(call?.call_id)
  })

  it('uses the alias of a tool in history too, and lets go of a forced tool that is gone', () => {
    const {body, toolNames} = writeRequest(
      turn({
        tools: [{type: 'function', name: 'read', description: '', schema}],
        toolChoice: {type: 'tool', name: LONG},
        items: [
          {type: 'tool-call', callId: 'c', name: LONG, arguments: '{}'},
          {type: 'tool-result', callId: 'c', parts: [], isError: false},
        ],
      }),
      ACCOUNT,
    )
    expect(body.tool_choice).to.equal('auto')
    expect((body.input as readonly {readonly name: string}[])[0]?.name).to.equal([...toolNames.keys()][0])
  })

  it('repairs what would make the upstream refuse the request: NUL and half characters', () => {
    expect(input({type: 'message', role: 'user', parts: [text('a\0b\ud83dc🙂')]})).to.deep.equal([
      {type: 'message', role: 'user', content: [{type: 'input_text', text: 'a\ufffdb\ufffdc🙂'}]},
    ])
  })

  it('keeps what was sent before as the beginning of what is sent next', () => {
    const line = fc
      .string({maxLength: 20})
      .map((words): Item => ({type: 'message', role: 'user', parts: [text(words)]}))
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const earlier = input(...before) as readonly unknown[]
        const later = input(...before, ...after) as readonly unknown[]
        expect(JSON.stringify(later.slice(0, earlier.length))).to.equal(JSON.stringify(earlier))
      }),
    )
  })

  it('asks for JSON without a schema, and for how much is said', () => {
    const styles: readonly Partial<Turn>[] = [
      {jsonObject: true},
      {verbosity: 'high'},
      {jsonObject: true, verbosity: 'low'},
    ]
    expect(styles.map((style) => writeRequest(turn(style), ACCOUNT).body.text)).to.deep.equal([
      {format: {type: 'json_object'}},
      {verbosity: 'high'},
      {verbosity: 'low', format: {type: 'json_object'}},
    ])
  })

  it('asks for strict output only where the schema allows it', () => {
    const strictness = (own: Record<string, unknown>) => {
      const {body} = writeRequest(turn({format: {name: 'x', schema: own}}), ACCOUNT)
      return (body.text as {readonly format: {readonly strict: boolean}}).format.strict
    }
    const open = {type: 'object', properties: {a: {type: 'string'}}, required: ['a']}
    const closed = {...open, additionalProperties: false}
    expect(strictness(closed)).to.equal(true)
    expect(strictness(open)).to.equal(false)
    expect(strictness({...closed, required: []})).to.equal(false)
    expect(strictness({...closed, properties: {a: {type: 'array', items: open}}})).to.equal(false)
  })

  it('makes one cache key of a session, shaped like a UUID', () => {
    expect(cacheKey(SESSION)).to.equal(SESSION)
    expect(cacheKey('user_1_session_2')).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(cacheKey('user_1_session_2')).to.equal(cacheKey('user_1_session_2'))
    expect(cacheKey('a')).not.to.equal(cacheKey('b'))
  })
})
