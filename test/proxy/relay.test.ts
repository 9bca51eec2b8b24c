import {existsSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {expect} from 'chai'
import {until} from '../fakes/run-process.js'
import {
  type BackendModel,
  call,
  cut,
  failure,
  JOHN,
  MODELS,
  SARAH,
  say,
  seal,
  stop,
  think,
  tooLong,
  turn,
  usageLimit,
} from '../openai/index.js'
import {useStage} from './stage.js'

const ITEM = {type: 'message', role: 'user', content: [{type: 'input_text', text: 'hello'}]}

const thought = (accountId: string) => ({type: 'reasoning', summary: [], encrypted_content: seal(accountId)})

describe('the relay lane', () => {
  const stage = useStage(() => ({accounts: [JOHN, SARAH]}))
  const post = (body: object, path = '/v1/responses', headers: Record<string, string> = {}) =>
    stage().send({method: 'POST', path, headers: {'session-id': 's1', ...headers}, body: JSON.stringify(body)})
  const sent = () => stage().openai.turns().at(-1)?.body as Record<string, unknown>

  it('passes bytes on under each of its paths, and changes only what must change', async () => {
    const body = {model: 'gpt-5.4-low-fast', stream: true, input: [ITEM], tools: [{type: 'brand_new', x: 1}]}
    stage().openai.backend.isStrict = false
    for (const path of [
      '/v1/responses',
      '/responses',
      '/backend-api/codex/responses',
      '/api/provider/codex/responses',
    ]) {
      const {status, text} = await post(body, path)
      expect([status, text.includes('response.completed'), text.includes('"model":"gpt-5.4"')]).to.deep.equal([
        200,
        true,
        true,
      ])
    }
    expect(sent()).to.deep.equal({
      model: 'gpt-5.4',
      instructions: '',
      input: [ITEM],
      tools: [{type: 'brand_new', x: 1}],
      reasoning: {effort: 'low'},
      store: false,
      stream: true,
      include: ['reasoning.encrypted_content'],
      prompt_cache_key: sent().prompt_cache_key,
      service_tier: 'priority',
    })
  })

  it('passes on of the head what is meant for the client, and which model answers where that is not by our choice', async () => {
    const head = {
      'x-codex-turn-state': 'state',
      'x-models-etag': 'W/"etag"',
      'x-request-id': 'req_up',
      'x-reasoning-included': 'true',
    }
    const names = [...Object.keys(head), 'openai-model', 'x-codex-primary-used-percent', 'set-cookie']
    const passed = async (model: string, serving: string, stream: boolean) => {
      const more = {...head, 'openai-model': serving, 'set-cookie': 'a=b'}
      stage().openai.script(async (asked) => ({...(await turn(say('hi'))(asked)), headers: more}))
      const {headers} = await post({model, stream, input: [ITEM]})
      return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))
    }
    for (const stream of [true, false]) {
      expect(await passed('gpt-5.4', 'GPT-5.4', stream)).to.deep.equal({...head, 'openai-model': 'GPT-5.4'})
      expect(await passed('gpt-5.4-high', 'gpt-5.4', stream)).to.deep.equal(head)
      expect(await passed('gpt-5.4-high', 'gpt-5.2', stream)).to.deep.equal({...head, 'openai-model': 'gpt-5.2'})
    }
  })

  it("goes under the client's own session, else under its cache key, however that is written", async () => {
    const named = async (key: string | undefined, headers: Record<string, string>) => {
      const body = {model: 'gpt-5.4', stream: true, input: [ITEM], prompt_cache_key: key}
      const {status} = await post(body, '/v1/responses', headers)
      const {'session-id': session} = stage().openai.turns().at(-1)?.headers ?? {}
      return [status, session, sent().prompt_cache_key]
    }
    const none = {'session-id': ''}
    expect(await named('key', {'session-id': 'own'})).to.deep.equal([200, 'own', 'key'])
    expect(await named('key', none)).to.deep.equal([200, 'key', 'key'])
    expect(await named('проект', none)).to.deep.equal([200, 'dfb992e6-d06a-26ff-3e77-9b7df2b8375c', 'проект'])
    const lines = 'a\r\nx-evil: 1'
    expect(await named(lines, none)).to.deep.equal([200, '6ea230ff-0817-0118-e4cd-e2c39442912b', lines])
    const [status, session, key] = await named(undefined, none)
    expect([status, session]).to.deep.equal([200, key])
  })

  it('folds the answer for a client that does not stream', async () => {
    stage().openai.script(turn(think('Hm.'), say('hi'), call('ls', {})))
    const {status, json} = await post({
      model: 'gpt-5.4',
      input: 'hello',
      tools: [{type: 'function', name: 'ls', parameters: {type: 'object', properties: {}}}],
    })
    const {output} = json as {output: {type: string}[]}
    expect([status, output.map(({type}) => type)]).to.deep.equal([200, ['reasoning', 'message', 'function_call']])
  })

  it('goes on with the next account before the first byte, without what only the last could read', async () => {
    const [johns, sarahs, again] = [JOHN, SARAH, SARAH].map(({accountId}) => thought(accountId))
    const turnWith = async (...items: unknown[]) => {
      const {status} = await post({model: 'gpt-5.4', stream: true, input: [ITEM, ...items, ITEM]})
      return [status, stage().served().at(-1), (sent().input as unknown[]).slice(1, -1)]
    }
    expect(await turnWith()).to.deep.equal([200, 'john', []])
    stage().openai.script(usageLimit())
    expect(await turnWith(johns)).to.deep.equal([200, 'sarah', []])
    expect(await turnWith(johns, sarahs)).to.deep.equal([200, 'sarah', [sarahs]])
    await stage().restart()
    expect(await turnWith(johns, sarahs, again)).to.deep.equal([200, 'sarah', [sarahs, again]])
    expect(stage().served()).to.deep.equal(['john', 'john', 'sarah', 'sarah', 'sarah'])
  })

  it('keeps a compaction that the new account made, and the session with whoever made it', async () => {
    const compaction = (accountId: string) => ({type: 'compaction', encrypted_content: seal(accountId)})
    const turnWith = async (...items: unknown[]) => {
      const {status} = await post({model: 'gpt-5.4', stream: true, input: [...items, ITEM]})
      return [status, stage().served().at(-1), (sent().input as unknown[]).slice(0, -1)]
    }
    await turnWith()
    const throttled = {error: {code: 'rate_limit_exceeded', message: 'Rate limit reached. Please try again in 20s.'}}
    stage().openai.script(failure(429, throttled))
    const johns = thought(JOHN.accountId)
    const {status} = await post({model: 'gpt-5.4', stream: true, input: [ITEM, johns, {type: 'compaction_trigger'}]})
    expect([status, stage().served().at(-1)]).to.deep.equal([200, 'sarah'])
    const sarahs = compaction(SARAH.accountId)
    expect(await turnWith(sarahs)).to.deep.equal([200, 'sarah', [sarahs]])
    expect(await turnWith(johns, sarahs)).to.deep.equal([200, 'sarah', [sarahs]])
  })

  it('leaves out what an account could not read once, and keeps what it makes afterwards', async () => {
    const [strange, own] = [thought('of-nobody'), thought(JOHN.accountId)]
    const turnWith = async (...items: unknown[]) => {
      const {status} = await post({model: 'gpt-5.4', stream: true, input: [ITEM, ...items, ITEM]})
      return [status, stage().openai.turns().length, (sent().input as unknown[]).slice(1, -1)]
    }
    expect(await turnWith(strange)).to.deep.equal([200, 2, []])
    expect(await turnWith(strange, own)).to.deep.equal([200, 3, [own]])
  })

  it('takes a failure that comes as JSON under a 200 for what it is, and goes on with the next account', async () => {
    const limited = {
      error: {type: 'usage_limit_reached', message: 'x', resets_at: Math.floor(Date.now() / 1000) + 7200},
    }
    stage().openai.script(failure(200, limited))
    const {status, headers, text} = await post({model: 'gpt-5.4', stream: true, input: [ITEM]})
    expect([status, headers['content-type'], text.includes('response.completed')]).to.deep.equal([
      200,
      'text/event-stream; charset=utf-8',
      true,
    ])
    expect(stage().served().toSorted()).to.deep.equal(['john', 'sarah'])
  })

  it('tells a failure that comes as JSON under a 200 by its status', async () => {
    stage().openai.when(() => true, failure(200, {detail: 'Nope.'}))
    for (const stream of [true, false]) {
      const {status, json} = await post({model: 'gpt-5.4', stream, input: [ITEM]})
      const message = `The upstream failed: Nope (account ${stage().served().at(-1)}).`
      expect([status, json]).to.deep.equal([
        500,
        {error: {message, type: 'server_error', code: 'server_error', param: null}},
      ])
    }
  })

  it('tells a limit in the words that Codex makes its own sentence of', async () => {
    stage().openai.when(() => true, usageLimit({resetsIn: 7200}))
    const {status, headers, json} = await post({model: 'gpt-5.4', stream: true, input: [ITEM]})
    const {error} = json as {error: Record<string, unknown>}
    expect([status, headers['x-should-retry'], error.type, typeof error.resets_at]).to.deep.equal([
      429,
      'false',
      'usage_limit_reached',
      'number',
    ])
  })

  it('tells an overflow and an unknown model at once', async () => {
    stage().openai.script(tooLong())
    const overflow = await post({model: 'gpt-5.4', stream: true, input: [ITEM]})
    const unknown = await post({model: 'nonsense', stream: true, input: [ITEM]})
    expect([overflow.status, unknown.status]).to.deep.equal([400, 400])
    expect(overflow.json).to.have.nested.property('error.code', 'context_length_exceeded')
    expect(unknown.json).to.have.nested.property('error.code', 'model_not_found')
  })

  it('blames the request for what is nested too deeply, whoever meets it first', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const ask = async (path: string, body: string, session = 's1') => {
      const headers = {'session-id': session}
      const {status, text} = await stage().send({method: 'POST', path, headers, body})
      return `${status} ${text}`
    }
    const user = (content: string) => `{"role":"user","content":${content}}`
    const message = 'The request cannot be read: lists and objects in it are nested too deeply.'
    const refusal = JSON.stringify({
      error: {message, type: 'invalid_request_error', code: 'invalid_value', param: null},
    })
    const tool = `{"type":"function","function":{"name":"a","parameters":{"type":"object","default":${deep}}}}`
    expect([
      await ask('/v1/responses', `{"model":"gpt-5.4","input":[${user(deep)}]}`, ''),
      await ask('/v1/responses', `{"model":"gpt-5.4","input":[{"role":"system","content":"x"},${user(deep)}]}`),
      await ask('/v1/chat/completions', `{"model":"gpt-5.4","messages":[${user('"x"')}],"tools":[${tool}]}`),
    ]).to.deep.equal([`400 ${refusal}`, `400 ${refusal}`, `400 ${refusal}`])
    expect(stage().openai.turns()).to.deep.equal([])
  })

  it('asks for the whole conversation, in the words on which clients send it', async () => {
    const lost = {
      error: {
        message: "Previous response with id 'resp_1' not found.",
        code: 'previous_response_not_found',
        param: 'previous_response_id',
      },
    }
    stage().openai.script(failure(400, lost))
    const own = await post({model: 'gpt-5.4', stream: true, input: [ITEM], previous_response_id: 'resp_1'})
    expect(stage().openai.turns()).to.deep.equal([])
    const upstream = await post({model: 'gpt-5.4', stream: true, input: [ITEM]})
    expect([own, upstream].map(({status, json}) => [status, json])).to.deep.equal(
      [
        'previous_response_id: no answers are stored here; send the whole conversation as input',
        "The upstream stores no earlier answer to go on from: Previous response with id 'resp_1' not found.",
      ].map((message) => [
        400,
        {
          error: {
            message,
            type: 'invalid_request_error',
            code: 'previous_response_not_found',
            param: 'previous_response_id',
          },
        },
      ]),
    )
  })

  it('repeats what the upstream itself calls a fault of the request, in both dialects', async () => {
    const message = 'no'
    const chat = {model: 'gpt-5.4', messages: [{role: 'user', content: 'hello'}]}
    const told = async (error: object) => {
      stage().openai.script(failure(400, {error: {message, ...error}}), failure(400, {error: {message, ...error}}))
      const answers = [
        await post({model: 'gpt-5.4', stream: true, input: [ITEM]}),
        await post(chat, '/v1/chat/completions'),
      ]
      return answers.map(({status, json}) => {
        const {code, param} = (json as {error: {code: string; param: string | null}}).error
        return [status, code, param].join(' ')
      })
    }
    const twice = (one: string) => [one, one]
    expect({
      known: await told({code: 'cyber_policy'}),
      unknown: await told({code: 'misalignment'}),
      field: await told({code: 'unsupported_value', param: 'reasoning.effort'}),
      acted: await told({code: 'model_context_window_exceeded', param: 'input'}),
      odd: await told({code: '<b>no code</b>', param: 7}),
    }).to.deep.equal({
      known: twice('400 cyber_policy '),
      unknown: twice('400 invalid_prompt '),
      field: twice('400 unsupported_value reasoning.effort'),
      acted: twice('400 context_length_exceeded input'),
      odd: twice('400 invalid_value '),
    })
  })

  it('takes a model of a newer Codex as it is, and asks the upstream before it says that there is none', async () => {
    const list = join(stage().home.path, '.ccs/cache/catalogue-codex.json')
    await until(() => existsSync(list))
    stage().openai.backend.models = [...MODELS, {...(MODELS[0] as BackendModel), slug: 'gpt-9-sol'}]
    const ask = async (headers: Record<string, string>) => {
      const {status} = await post({model: 'gpt-9-sol', stream: true, input: [ITEM]}, '/v1/responses', headers)
      return status
    }
    expect([await ask({}), await ask({originator: 'codex_exec'})]).to.deep.equal([400, 200])
    expect(sent().model).to.equal('gpt-9-sol')
    utimesSync(list, new Date(), new Date(Date.now() - 120_000))
    expect(await ask({})).to.equal(200)
    const asked = stage().openai.requests.filter(({path}) => path.endsWith('/codex/models'))
    expect(asked).to.have.length(2)
  })

  for (const [how, part] of [
    ['breaks', cut()],
    ['ends', stop()],
  ] as const) {
    it(`says that an answer which ${how} in its middle has failed`, async () => {
      stage().openai.script(turn(say(['Half ']), part))
      const {text} = await post({model: 'gpt-5.4', stream: true, input: [ITEM]})
      expect(text).to.include('Half ').and.include('event: response.failed').and.not.include('response.completed')
    })
  }

  it('reads bodies that are packed', async () => {
    const body = Buffer.from(JSON.stringify({model: 'gpt-5.4', stream: true, input: [ITEM]}))
    const status = async (encoding: string, packed: Buffer) => {
      const headers = {'content-encoding': encoding}
      return (await stage().send({method: 'POST', path: '/responses', headers, body: packed})).status
    }
    expect([
      await status('zstd', zstdFrame(body)),
      await status('gzip', gzipSync(body)),
      await status('zstd', body),
      await status('lzma', body),
    ]).to.deep.equal([200, 200, 400, 400])
  })

  it('serves Chat Completions through the turn', async () => {
    const {status, json} = await post(
      {model: 'gpt-5.4', messages: [{role: 'user', content: 'hello'}]},
      '/v1/chat/completions',
    )
    expect(status).to.equal(200)
    expect(json).to.have.nested.property('choices[0].message.content', 'You said: hello')
  })

  it('carries the style that a client of Chat Completions asks for', async () => {
    const messages = [{role: 'user', content: 'hello, in json'}]
    const style = {response_format: {type: 'json_object'}, verbosity: 'low'}
    const {status} = await post({model: 'gpt-5.4', messages, ...style}, '/v1/chat/completions')
    expect([status, sent().text]).to.deep.equal([200, {verbosity: 'low', format: {type: 'json_object'}}])
  })

  it('keeps usage and account in the record', async () => {
    await post({model: 'gpt-5.4', stream: true, input: [ITEM]})
    await stage().restart()
    const [record] = await stage().records()
    expect([record?.protocol, record?.account?.nickname, record?.sent?.model, (record?.output ?? 0) > 0]).to.deep.equal(
      ['openai-responses', stage().served()[0], 'gpt-5.4', true],
    )
  })
})

/** One raw block in a frame of its own (RFC 8878), for a Node that cannot write zstd. */
function zstdFrame(content: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(content.length)
  const block = Buffer.alloc(4)
  block.writeUInt32LE((content.length << 3) | 1)
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, block.subarray(0, 3), content])
}
