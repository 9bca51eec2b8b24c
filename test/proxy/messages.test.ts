import {existsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {until} from '../fakes/run-process.js'
import {
  call,
  emit,
  ending,
  fail,
  gate,
  JOHN,
  keepalive,
  MODELS,
  say,
  seal,
  stop,
  think,
  tooLong,
  turn,
} from '../openai/index.js'
import {modelsReply} from '../openai/model-list.js'
import {streamedText, useStage} from './stage.js'

describe('the Messages endpoint', () => {
  const stage = useStage()
  const lastBody = () => stage().openai.turns().at(-1)?.body as Record<string, unknown>

  it('answers whole and streamed, under each of its paths', async () => {
    const asked = {type: 'message', role: 'assistant', model: 'gpt-5.4', stop_reason: 'end_turn', stop_sequence: null}
    const {json} = await stage().ask({prompt: 'hello'})
    expect(json).to.include(asked)
    expect(json).to.have.deep.property('content', [{type: 'text', text: 'You said: hello'}])
    for (const prefix of ['', '/api/provider/codex', '/launch/profile=codex&id=x1']) {
      const {status, text} = await stage().ask({prompt: 'hello', stream: true, prefix})
      expect([status, streamedText(text)], prefix).to.deep.equal([200, 'You said: hello'])
    }
  })

  it('resolves families, suffixes and slots, with the order of efforts', async () => {
    stage().home.write('.ccs/codex.settings.json', {
      env: {
        ANTHROPIC_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5-low',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      },
    })
    const sent = async (model: string, more = {}, prefix = '') => {
      await stage().ask({body: {model, ...more}, prefix})
      const {
        model: id,
        reasoning,
        service_tier,
      } = lastBody() as {model: string; reasoning?: {effort: string}; service_tier?: string}
      return [id, reasoning?.effort, service_tier].filter(Boolean).join(' ')
    }
    expect({
      default: await sent('gpt-5.4'),
      opus: await sent('claude-opus-4-8'),
      sonnet: await sent('claude-sonnet-5'),
      haiku: await sent('claude-haiku-4-5-20251001'),
      unknownFamily: await sent('claude-next[1m]'),
      suffix: await sent('gpt-5.5-high-fast'),
      request: await sent('gpt-5.4', {output_config: {effort: 'low'}}),
      suffixBeatsRequest: await sent('gpt-5.4-high', {output_config: {effort: 'low'}}),
      budget: await sent('gpt-5.4', {thinking: {type: 'enabled', budget_tokens: 4000}}),
      flag: await sent('gpt-5.4-low', {}, '/launch/profile=codex&effort=medium'),
      assumed: await sent('gpt-5.4', {output_config: {effort: 'high'}}, '/launch/profile=codex&assumedEffort=high'),
      noFast: await sent('gpt-5.4-mini-fast'),
    }).to.deep.equal({
      default: 'gpt-5.4 xhigh',
      opus: 'gpt-5.5 low',
      sonnet: 'gpt-5.4 high',
      haiku: 'gpt-5.4-mini medium',
      unknownFamily: 'gpt-5.4 xhigh',
      suffix: 'gpt-5.5 high priority',
      request: 'gpt-5.4 low',
      suffixBeatsRequest: 'gpt-5.4 high',
      budget: 'gpt-5.4 medium',
      flag: 'gpt-5.4 medium',
      assumed: 'gpt-5.4 xhigh',
      noFast: 'gpt-5.4-mini medium',
    })
  })

  it('refuses a model that nobody knows with suggestions, and asks nobody', async () => {
    const {status, json} = await stage().ask({body: {model: 'gpt-5.4-hgih'}})
    expect({status, json, turns: stage().openai.turns().length}).to.deep.equal({
      status: 400,
      json: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            '"gpt-5.4-hgih" ends in something that is no suffix of gpt-5.4: -minimal, -low, -medium, -high, -xhigh, -fast, both as -xhigh-fast. Did you mean gpt-5.4-high, gpt-5.4-xhigh or gpt-5.4-low?',
        },
      },
      turns: 0,
    })
  })

  it('keeps cache key and session over turns, subagents and a restart', async () => {
    const session = '4f0e8a52-5c0c-4a43-9a4e-0a4a4a1c9a10'
    await stage().ask({session})
    await stage().ask({session, headers: {'x-claude-code-agent-id': 'agent-7'}})
    await stage().restart()
    await stage().ask({session})
    const keys = stage()
      .openai.turns()
      .map(({body, headers}) => [(body as {prompt_cache_key: string}).prompt_cache_key, headers['session-id']])
    expect(keys).to.deep.equal(Array(3).fill([session, session]))
  })

  it('estimates tokens, and learns from what was counted', async () => {
    const count = async () => {
      const {json} = await stage().send({
        method: 'POST',
        path: '/v1/messages/count_tokens',
        headers: {'x-claude-code-session-id': 's1'},
        body: JSON.stringify({model: 'gpt-5.4', messages: [{role: 'user', content: 'word '.repeat(2000)}]}),
      })
      return (json as {input_tokens: number}).input_tokens
    }
    const before = await count()
    await stage().ask({prompt: 'word '.repeat(2000)})
    const real = (await stage().ask({prompt: 'word '.repeat(2000), session: 's2'})).json as {
      usage: {input_tokens: number}
    }
    const after = await count()
    expect(Math.abs(after - real.usage.input_tokens)).to.be.at.most(Math.abs(before - real.usage.input_tokens))
    expect(after / real.usage.input_tokens).to.be.within(0.95, 1.05)
  })

  it('counts on from what was counted where a conversation has only grown, however far that was from the estimate', async () => {
    const messages = [{role: 'user', content: 'hi'}]
    const grown = [...messages, {role: 'assistant', content: 'Hello.'}, {role: 'user', content: 'word '.repeat(100)}]
    const count = async (asked: readonly object[], agent: string) => {
      const {json} = await stage().send({
        method: 'POST',
        path: '/v1/messages/count_tokens',
        headers: {'x-claude-code-session-id': 's1', 'x-claude-code-agent-id': agent},
        body: JSON.stringify({model: 'gpt-5.4', messages: asked}),
      })
      return (json as {input_tokens: number}).input_tokens
    }
    const unknown = await count(grown, 'main')
    stage().openai.script(turn(say('Hello.'), ending({usage: {input_tokens: 50_000, output_tokens: 2}})))
    await stage().ask({body: {messages}})
    expect(await count(messages, 'main')).to.equal(50_000)
    expect((await count(grown, 'main')) - 50_000).to.be.within(unknown - 10, unknown)
    expect(await count(grown, 'agent-7')).to.equal(unknown)
    expect(await count(grown.slice(1), 'main')).to.be.within(unknown, 3 * unknown)
  })

  it('lists models in the shape that is asked for', async () => {
    const list = async (headers: Record<string, string>, query = '') =>
      (await stage().send({path: `/v1/models${query}`, headers})).json as Record<string, {id?: string; slug?: string}[]>
    const openai = await list({})
    const anthropic = await list({'anthropic-version': '2023-06-01'})
    const codex = await list({}, '?client_version=0.169.0')
    expect([
      openai.data?.slice(0, 2),
      anthropic.data?.slice(0, 3).map(({id}) => id),
      codex.models?.slice(0, 2).map(({slug}) => slug),
    ]).to.deep.equal([
      ['gpt-5.5', 'gpt-5.4'].map((id) => ({id, object: 'model', created: 1_767_225_600, owned_by: 'openai'})),
      ['claude-opus', 'claude-sonnet', 'claude-haiku'],
      ['gpt-5.5', 'gpt-5.4'],
    ])
  })

  it('says that there is no such profile to whoever asks for its models, and goes on', async () => {
    const message = 'There is no profile "gone". Run: ccs cliproxy list'
    const list = async (headers: Record<string, string>, query = '') => {
      const {status, json} = await stage().send({path: `/launch/profile=gone&id=x1/v1/models${query}`, headers})
      return [status, json]
    }
    const openai = {error: {message, type: 'invalid_request_error', code: 'model_not_found', param: null}}
    expect([
      await list({'user-agent': 'claude-code/2.1.330'}),
      await list({}),
      await list({}, '?client_version=0.169.0'),
      (await stage().ask()).status,
    ]).to.deep.equal([
      [400, {type: 'error', error: {type: 'invalid_request_error', message}}],
      [400, openai],
      [400, openai],
      200,
    ])
  })

  it('tells Codex of each model what the upstream does, and of what it knows itself what it has', async () => {
    const file = join(stage().home.path, '.ccs/cache/catalogue-codex.json')
    await until(() => existsSync(file))
    const list = async () => {
      const {json} = await stage().send({path: '/v1/models?client_version=0.169.0'})
      return (json as {models: readonly {slug: string}[]}).models
    }
    const beside = await stage().send({path: '/backend-api/codex/models?client_version=0.169.0'})
    expect(beside.json).to.deep.equal({models: await list()})
    const entries = modelsReply(MODELS).models
    const fetched = new Map((await list()).map((row) => [row.slug, row]))
    for (const slug of ['gpt-6.1-sol', 'gpt-5.4-mini']) {
      const entry = entries.find((one) => one.slug === slug)
      expect(fetched.get(slug)).to.deep.equal({
        ...entry,
        prefer_websockets: false,
        supported_reasoning_levels: entry?.supported_reasoning_levels,
        shell_type: 'shell_command',
        truncation_policy: {mode: 'tokens', limit: 10_000},
        experimental_supported_tools: [],
      })
    }
    const [low] = entries.map(({supported_reasoning_levels: levels}) => levels.slice(0, 1))
    const odd = {
      slug: 'odd',
      supported_reasoning_levels: low,
      default_reasoning_level: 'gone',
      base_instructions: 'Hi.',
    }
    writeFileSync(
      file,
      JSON.stringify({
        models: [
          {id: 'odd', efforts: ['minimal']},
          {id: 'none', tiers: ['fast']},
        ],
      }),
    )
    writeFileSync(file.replace('catalogue-', 'catalogue-entries-'), JSON.stringify({entries: {odd}}))
    const [first, second] = (await list()).slice(-2)
    const common = {
      supported_in_api: true,
      context_window: 272_000,
      shell_type: 'shell_command',
      support_verbosity: true,
      truncation_policy: {mode: 'tokens', limit: 10_000},
      supports_parallel_tool_calls: true,
      experimental_supported_tools: [],
      input_modalities: ['text', 'image'],
      visibility: 'list',
      prefer_websockets: false,
      description: 'Listed by the upstream',
    }
    const levels = ['low', 'medium', 'high', 'xhigh']
    expect([first, second]).to.deep.equal([
      {
        ...common,
        slug: 'odd',
        display_name: 'odd',
        priority: 6,
        service_tiers: [],
        base_instructions: 'Hi.',
        supported_reasoning_levels: low,
        default_reasoning_level: 'minimal',
      },
      {
        ...common,
        slug: 'none',
        display_name: 'none',
        priority: 7,
        service_tiers: [{id: 'priority', name: 'Fast', description: 'Answers sooner, for more of the usage limit'}],
        base_instructions: '',
        supported_reasoning_levels: levels.map((effort) => ({effort, description: `${effort} reasoning`})),
        default_reasoning_level: 'medium',
      },
    ])
  })

  it('tells a cut stream by an error event, never by a clean end', async () => {
    stage().openai.script(turn(say(['Half an ']), stop()))
    const {text} = await stage().ask({stream: true})
    expect(text).to.include('event: error').and.not.include('message_stop')
    expect(text).to.include('(account john).')
  })

  it('tells an overflow in numbers, where the upstream gives none: the window, and what was counted before', async () => {
    stage().openai.script(tooLong(), turn(think('Hm.'), fail('context_length_exceeded', 'too long')))
    const words = 'word '.repeat(500_000)
    const asked = [await stage().ask(), await stage().ask({prompt: words, stream: true})]
    const [short, long] = asked.map(({text}) => / (\d+) tokens > 272000 maximum/.exec(text)?.[1])
    expect([asked.map(({status}) => status), short, Number(long) > 400_000]).to.deep.equal([[400, 200], '272001', true])
  })

  it('carries thinking and calls, sealed to the account', async () => {
    stage().openai.script(turn(think('Let me see.'), call('Read', {file: 'a'})))
    const tools = [{name: 'Read', description: '', input_schema: {type: 'object'}}]
    const {json} = await stage().ask({body: {tools, thinking: {type: 'adaptive'}}})
    const {content, stop_reason} = json as {content: {type: string; signature?: string}[]; stop_reason: string}
    expect([content.map(({type}) => type), stop_reason]).to.deep.equal([['thinking', 'tool_use'], 'tool_use'])
    await stage().ask({
      body: {
        tools,
        messages: [
          {role: 'user', content: 'hi'},
          {role: 'assistant', content},
          {role: 'user', content: [{type: 'tool_result', tool_use_id: (content[1] as {id?: string}).id, content: 'x'}]},
        ],
      },
    })
    const input = lastBody().input as {type: string}[]
    expect(input.map(({type}) => type)).to.deep.equal(['message', 'reasoning', 'function_call', 'function_call_output'])
  })

  it('gives out ids of calls that clients take, and sends the own ones of the upstream back', async () => {
    const id = 'functions.Read:0|fc_é'
    const tools = [{name: 'Read', description: '', input_schema: {type: 'object'}}]
    stage().openai.script(turn(call('Read', {}, {callId: id})), turn(call('Read', {}, {callId: id})))
    const {json} = await stage().ask({body: {tools}})
    const {text} = await stage().ask({body: {tools}, stream: true})
    const {content} = json as {content: {id: string}[]}
    expect(content[0]?.id).to.match(/^ccs1-[a-zA-Z0-9_-]+$/)
    expect(text).to.include(`"id":"${content[0]?.id}"`)
    const result = {type: 'tool_result', tool_use_id: content[0]?.id, content: 'x'}
    await stage().ask({
      body: {
        tools,
        messages: [
          {role: 'user', content: 'hi'},
          {role: 'assistant', content},
          {role: 'user', content: [result]},
        ],
      },
    })
    const input = lastBody().input as {call_id?: string}[]
    expect(input.map(({call_id}) => call_id)).to.deep.equal([undefined, id, id])
  })

  it('shows no thinking where none was asked for or it is switched off, but keeps its seal for a loop of calls', async () => {
    const tools = [{name: 'Read', description: '', input_schema: {type: 'object'}}]
    const blocks = async (body: object) => {
      stage().openai.script(turn(think('Let me see.'), say('fine')), turn(think('Let me see.'), say('fine')))
      const whole = (await stage().ask({body: {...body}})).json as {content: {type: string}[]}
      const {text} = await stage().ask({body: {...body}, stream: true})
      const streamed = [...text.matchAll(/"content_block":\{"type":"(\w+)"/g)].map(([, type]) => type)
      return [whole.content.map(({type}) => type), streamed]
    }
    const hidden = [['text'], ['text']]
    const shown = [
      ['thinking', 'text'],
      ['thinking', 'text'],
    ]
    expect([
      await blocks({}),
      await blocks({thinking: {type: 'disabled'}}),
      await blocks({thinking: {type: 'disabled'}, tools}),
      await blocks({thinking: {type: 'adaptive'}}),
    ]).to.deep.equal([hidden, hidden, shown, shown])
    const {home, key} = stage()
    home.write('.ccs/cliproxy/config.yaml', `port: 0\napi-keys: [${key}]\nccs-hide-thinking: true\n`)
    expect([await blocks({tools}), await blocks({thinking: {type: 'adaptive'}})]).to.deep.equal([hidden, hidden])
  })

  it('leaves out reasoning that could not be read once, and keeps what is made afterwards', async () => {
    const tools = [{name: 'Read', description: '', input_schema: {type: 'object'}}]
    const thought = (signature: string) => ({type: 'thinking', thinking: 'Hm.', signature})
    const trips = async (...content: object[]) => {
      const before = stage().openai.turns().length
      const messages = [
        {role: 'user', content: 'hi'},
        {role: 'assistant', content: [...content, {type: 'text', text: 'Well.'}]},
        {role: 'user', content: 'go on'},
      ]
      stage().openai.script(turn(think('Let me see.'), say('fine')))
      const {status, json} = await stage().ask({body: {tools, thinking: {type: 'adaptive'}, messages}})
      const {input} = lastBody() as {input: {type: string}[]}
      const replayed = input.filter(({type}) => type === 'reasoning').length
      const [made] = (json as {content: object[]}).content
      return {made, saw: [status, stage().openai.turns().length - before, replayed]}
    }
    const strange = thought(seal('of-nobody'))
    const {made, saw} = await trips(strange, thought(seal(JOHN.accountId)))
    const later = await trips(strange, made ?? {})
    expect([saw, later.saw]).to.deep.equal([
      [200, 2, 0],
      [200, 1, 1],
    ])
    await stage().restart()
    expect((await trips(strange, made ?? {}, later.made ?? {})).saw).to.deep.equal([200, 1, 2])
    await stage().restart()
    expect((await stage().records()).map(({dropped}) => dropped)).to.deep.equal([
      [],
      ['reasoning of another account'],
      ['reasoning of another account'],
    ])
  })

  it('ignores events that it does not know and passes signs of life on', async () => {
    stage().openai.script(turn(emit('response.brand_new', {x: 1}), keepalive(), say('fine')))
    const {text} = await stage().ask({stream: true})
    expect([streamedText(text), text.includes('event: ping')]).to.deep.equal(['fine', true])
  })

  it('keeps a record of what was asked, sent and reported, and nothing that was said', async () => {
    await stage().ask({prompt: 'canary-prompt', body: {model: 'gpt-5.4-high-fast', temperature: 1}})
    await stage().restart()
    const [record] = await stage().records()
    const {id, at, milliseconds, firstByteMilliseconds, ...rest} = record ?? ({} as never)
    expect([typeof id, typeof at, typeof milliseconds, typeof firstByteMilliseconds]).to.deep.equal([
      'string',
      'number',
      'number',
      'number',
    ])
    expect(rest).to.deep.equal({
      provider: 'codex',
      profile: 'codex',
      protocol: 'anthropic-messages',
      account: {id: rest.account?.id, nickname: 'john'},
      asked: 'gpt-5.4-high-fast',
      sent: {model: 'gpt-5.4', effort: 'high', tier: 'priority', transport: 'http'},
      effort: 'high',
      effortSource: 'suffix',
      tier: 'fast',
      reported: {model: 'gpt-5.4', tier: 'default'},
      status: 200,
      retries: 0,
      input: rest.input,
      cached: 0,
      output: 3,
      reasoning: 0,
      webSearches: 0,
      dropped: ['key temperature'],
    })
  })
})

describe('an answer whose head would take too long', () => {
  const stage = useStage(() => ({config: 'streaming: {keepalive-seconds: 0.02}\n'}))

  it('begins under an id of its own in each dialect, the same request asked again included', async () => {
    const {port, key, openai} = stage()
    const idsOf = async (path: string, body: object): Promise<readonly unknown[]> => {
      const late = gate()
      openai.when(
        () => true,
        async (asked) => {
          await late.opened
          return turn(say('fine'))(asked)
        },
        2,
      )
      const ask = () =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          headers: {authorization: `Bearer ${key}`, 'x-claude-code-session-id': 's1'},
          body: JSON.stringify({model: 'gpt-5.4', stream: true, messages: [{role: 'user', content: 'hi'}], ...body}),
        })
      const answers = await Promise.all([ask(), ask()])
      late.open()
      const texts = await Promise.all(answers.map((answer) => answer.text()))
      const ids = texts.map((text) => /"id":"([^"]+)"/.exec(text)?.[1])
      return [new Set(ids).size, ...ids.map((id) => id?.replace(/[0-9a-f]{32}$/, 'HEX'))]
    }
    expect([await idsOf('/v1/messages', {max_tokens: 9}), await idsOf('/v1/chat/completions', {})]).to.deep.equal([
      [2, 'msg_HEX', 'msg_HEX'],
      [2, 'chatcmpl-HEX', 'chatcmpl-HEX'],
    ])
  })
})
