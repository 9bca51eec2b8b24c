import {performance} from 'node:perf_hooks'
import {expect} from 'chai'
import {writeVerbose} from '../../src/session/write-verbose.js'
import {
  call,
  cut,
  emit,
  fail,
  failure,
  gate,
  hold,
  JOHN,
  overloaded,
  type Reply,
  SARAH,
  say,
  serverError,
  stop,
  think,
  tooLong,
  turn,
  unauthorized,
  usageLimit,
} from '../openai/index.js'
import {type Answer, type Stage, streamedText, useStage} from './stage.js'

const TOOLS = [{name: 'Read', description: '', input_schema: {type: 'object'}}]

const messageOf = ({json}: Answer) => (json as {error: {message: string}}).error.message
const answerOf = ({status, headers, json}: Answer) => ({status, retry: headers['x-should-retry'], json})
/** Upgrades and turns that reached the stand-in. */
const trips = (stage: Stage) =>
  stage.openai.requests.filter(({path}) => path.endsWith('/responses')).map(({method}) => method)

/** The types of what each turn brought. */
const inputs = ({openai}: Stage) =>
  openai.turns().map(({body}) => (body as {input: {type: string}[]}).input.map(({type}) => type))

async function closed({openai}: Stage): Promise<void> {
  while (openai.sockets.count > 0) await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('the proxy over a WebSocket', () => {
  const stage = useStage(() => ({env: {CCS_CODEX_WEBSOCKET: 'all'}}))

  it('answers whole and streamed, and keeps a record of the way', async () => {
    stage().openai.script(turn(say('One two')), turn(say('Three four')))
    const {json} = await stage().ask()
    const {text} = await stage().ask({stream: true})
    expect(json).to.have.deep.property('content', [{type: 'text', text: 'One two'}])
    expect([streamedText(text), trips(stage())]).to.deep.equal(['Three four', ['GET', 'GET']])
    await stage().restart()
    expect((await stage().records()).map(({sent, status, output}) => ({sent, status, output}))).to.deep.equal(
      Array(2).fill({
        sent: {model: 'gpt-5.4', effort: 'xhigh', transport: 'websocket'},
        status: 200,
        output: 2,
      }),
    )
  })

  it('carries thinking and calls, sealed to the account, in full every time', async () => {
    stage().openai.script(turn(think('Let me see.'), call('Read', {file: 'a'})), turn(say('It says x.')))
    const body = {tools: TOOLS, thinking: {type: 'adaptive'}}
    const {content, stop_reason} = (await stage().ask({body})).json as {
      content: {type: string; id?: string}[]
      stop_reason: string
    }
    expect([content.map(({type}) => type), stop_reason]).to.deep.equal([['thinking', 'tool_use'], 'tool_use'])
    const messages = [
      {role: 'user', content: 'hi'},
      {role: 'assistant', content},
      {role: 'user', content: [{type: 'tool_result', tool_use_id: content[1]?.id, content: 'x'}]},
    ]
    const {text} = await stage().ask({body: {...body, messages}, stream: true})
    expect([streamedText(text), inputs(stage()).at(-1), trips(stage())]).to.deep.equal([
      'It says x.',
      ['message', 'reasoning', 'function_call', 'function_call_output'],
      ['GET', 'GET'],
    ])
  })

  it('passes signs of life on', async () => {
    stage().openai.script(turn(say('a'), emit('keepalive'), say('b')))
    const {text} = await stage().ask({stream: true})
    expect([streamedText(text), text.includes('event: ping')]).to.deep.equal(['ab', true])
  })

  it('makes Claude Code compact when a conversation is too long, whatever shape that is told in', async () => {
    const words =
      "This model's maximum context length is 272000 tokens. However, your messages resulted in 290000 tokens."
    const shapes: readonly Reply[] = [
      tooLong(),
      tooLong(words),
      turn(fail('context_length_exceeded', 'Your input exceeds the context window of this model.')),
      failure(400, {detail: 'Your input exceeds the context window of this model.'}),
    ]
    const long = 'prompt is too long: '
    const unknown = `${long}272001 tokens > 272000 maximum`
    for (const stream of [false, true]) {
      const told: string[] = []
      for (const shape of shapes) {
        stage().openai.script(shape)
        const answer = await stage().ask({stream})
        expect([answer.status, answer.headers['x-should-retry']]).to.deep.equal([400, 'false'])
        told.push(messageOf(answer))
      }
      expect(told).to.deep.equal([unknown, `${long}290000 tokens > 272000 maximum`, unknown, unknown])
    }
    expect(trips(stage())).to.deep.equal(Array(8).fill('GET'))
  })

  it('asks once more for what passes, on a new connection, and renews a token once', async () => {
    const passing: readonly Reply[] = [
      serverError(),
      overloaded(),
      turn(stop()),
      unauthorized(),
      failure(400, {error: {code: 'websocket_connection_limit_reached', message: '60 minutes are over'}}),
    ]
    for (const reply of passing) {
      stage().openai.script(reply, turn(say('fine')))
      expect((await stage().ask()).json).to.have.deep.property('content', [{type: 'text', text: 'fine'}])
    }
    const renewals = stage().openai.requests.filter(({path}) => path === '/oauth/token')
    expect([trips(stage()), renewals.length]).to.deep.equal([Array(10).fill('GET'), 1])
  })

  it('leaves no connection open behind an answer or a failure', async () => {
    stage().openai.script(turn(say('fine')), tooLong(), turn(fail('cyber_policy', 'no')))
    for (const status of [200, 400, 400]) expect((await stage().ask()).status).to.equal(status)
    await closed(stage())
  })

  it('tells a cut stream by an error event, never by a clean end', async () => {
    for (const end of [stop(), cut()]) {
      stage().openai.script(turn(say(['Half an ']), end))
      const {text} = await stage().ask({stream: true})
      expect(text).to.include('Half an ').and.include('event: error').and.not.include('message_stop')
    }
  })

  it('goes over HTTP where there are no WebSockets, and asks for none with every turn', async () => {
    stage().openai.backend.upgradeRefusal = {status: 426, body: {detail: 'Upgrade Required'}}
    for (const stream of [true, false, true]) expect((await stage().ask({stream})).status).to.equal(200)
    expect(trips(stage())).to.deep.equal(['GET', 'POST', 'POST', 'POST'])
    await stage().restart()
    expect((await stage().records()).map(({sent, retries}) => [sent?.transport, retries])).to.deep.equal(
      Array(3).fill(['http', 0]),
    )
  })

  it('ends the connection when its client goes', async () => {
    const {opened, open} = gate()
    stage().openai.script(turn(say(['Once ']), hold({opened, open}), say('more')))
    const leaving = new AbortController()
    const asked = stage()
      .send({
        method: 'POST',
        path: '/v1/messages',
        body: JSON.stringify({model: 'gpt-5.4', stream: true, messages: [{role: 'user', content: 'x'}]}),
        signal: leaving.signal,
      })
      .catch((error: Error) => error.name)
    const seen = await stage().openai.seen(({path, body}) => path.endsWith('/responses') && body !== undefined)
    const started = performance.now()
    leaving.abort()
    expect(await asked).to.equal('AbortError')
    while (!seen.aborted) await new Promise((resolve) => setTimeout(resolve, 2))
    const took = performance.now() - started
    open()
    expect(took).to.be.below(300)
    expect((await stage().ask()).status).to.equal(200)
  })

  it('stops at a sequence of the client, and hears no more', async () => {
    stage().openai.script(turn(say(['one ', 'STOP ', 'two']), hold(gate())))
    const {json} = await stage().ask({body: {stop_sequences: ['STOP']}})
    expect(json).to.include({stop_reason: 'stop_sequence', stop_sequence: 'STOP'})
    await closed(stage())
  })
})

describe('the proxy over a WebSocket, for the fast tier', () => {
  const stage = useStage(() => ({env: {CCS_CODEX_WEBSOCKET: 'fast'}}))

  it('sends only what is to be fast that way, and claims no more than was said', async () => {
    for (const model of ['gpt-5.4-low', 'gpt-5.4-low-fast', 'gpt-5.4-mini-low-fast']) await stage().ask({body: {model}})
    expect(trips(stage())).to.deep.equal(['POST', 'GET', 'POST'])
    await stage().restart()
    const lines = (await stage().records()).map(writeVerbose)
    const plain = lines.map((line) => line.replace(/\d+ in \(\d+ cached\)/, 'N in').replace(/[\d.]+ s$/, 'T s'))
    const end = 'tokens: N in, 3 out, T s'
    expect(plain).to.deep.equal([
      `[ccs] gpt-5.4-low -> gpt-5.4, reasoning.effort: low (from the model's suffix), account: john, status: 200, reported model: gpt-5.4, reported service_tier: default, ${end}`,
      `[ccs] gpt-5.4-low-fast -> gpt-5.4, reasoning.effort: low (from the model's suffix), service_tier: priority, over a WebSocket, account: john, status: 200, reported model: gpt-5.4, reported service_tier: default, ${end}`,
      `[ccs] gpt-5.4-mini-low-fast -> gpt-5.4-mini, reasoning.effort: low (from the model's suffix), account: john, status: 200, reported model: gpt-5.4-mini, reported service_tier: default, ${end}`,
    ])
  })
})

describe('several accounts over a WebSocket', () => {
  const stage = useStage(() => ({accounts: [JOHN, SARAH], env: {CCS_CODEX_WEBSOCKET: 'all'}}))

  it('go on at once when one is spent, without what only that one can read, and leave it alone', async () => {
    stage().openai.script(turn(think('Let me see.'), call('Read', {file: 'a'})), usageLimit({resetsIn: 7200}))
    const {content} = (await stage().ask({body: {tools: TOOLS}})).json as {content: {type: string; id?: string}[]}
    const messages = [
      {role: 'user', content: 'hi'},
      {role: 'assistant', content},
      {
        role: 'user',
        content: [{type: 'tool_result', tool_use_id: content.find(({id}) => id !== undefined)?.id, content: 'x'}],
      },
    ]
    const ask = {body: {tools: TOOLS, messages}}
    for (const _ of [1, 2]) expect((await stage().ask(ask)).status).to.equal(200)
    const [first, , second] = stage().served()
    expect([stage().served(), first === second, trips(stage())]).to.deep.equal([
      [first, first, second, second],
      false,
      Array(4).fill('GET'),
    ])
    expect(inputs(stage()).slice(1)).to.deep.equal([
      ['message', 'reasoning', 'function_call', 'function_call_output'],
      ['message', 'function_call', 'function_call_output'],
      ['message', 'function_call', 'function_call_output'],
    ])
  })

  it('are told as over HTTP when all are spent', async () => {
    const told: unknown[] = []
    for (const upgradeRefusal of [undefined, {status: 426, body: {}}]) {
      stage().openai.backend.upgradeRefusal = upgradeRefusal
      stage().openai.script(usageLimit({resetsIn: 9000}), usageLimit({resetsIn: 3600}))
      const answer = answerOf(await stage().ask({session: String(told.length)}))
      told.push({...answer, json: JSON.stringify(answer.json).replace(/\w+ is back first, in .*? UTC/, 'T')})
      await (await stage().accounts()).states.clear()
    }
    expect((told[0] as {status: number}).status).to.equal(429)
    expect(told[0]).to.deep.equal(told[1])
  })
})
