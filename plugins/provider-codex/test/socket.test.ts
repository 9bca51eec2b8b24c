import {performance} from 'node:perf_hooks'
import {expect} from 'chai'
import type {Clock, FaultKind, OpenTurn, ToolNames, Turn} from '../../../src/contract/index.js'
import {turnError} from '../../../src/errors/turn-error.js'
import {systemClock} from '../../../src/kit/clock.js'
import {
  call,
  cut,
  emit,
  fail,
  failure,
  gate,
  hold,
  JOHN,
  modelDenied,
  overloaded,
  type Reply,
  raw,
  say,
  serverError,
  stop,
  think,
  throttled,
  tooLong,
  turn,
  unauthorized,
  usageLimit,
  wrongRegion,
} from '../../../test/openai/index.js'
import {endpointOf} from '../src/endpoint.js'
import {turnHeaders} from '../src/headers.js'
import provider from '../src/provider.js'
import {socketFirst} from '../src/socket.js'
import {accountOf, collect, kitOf, refusalOf, turnOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal
const FAST = turnOf({model: {asked: 'gpt-5.4-fast', id: 'gpt-5.4', tier: 'fast'}})
const NOW = Date.UTC(2026, 0, 1)
const STOPPED: Clock = {...systemClock, now: () => NOW}
const BARRED = {status: 426, body: {detail: 'Upgrade Required'}}

describe('provider-codex: turns over a WebSocket', () => {
  const openai = useOpenAi()

  const open = (use: string | undefined, {clock = systemClock} = {}) => {
    const {open: send} = provider({contract: 1, id: 'codex', kit: kitOf(envOf(use), {clock})})
    const account = accountOf(openai(), JOHN)
    return (asked: Turn = turnOf(), signal: AbortSignal = NEVER) => send(asked, account, signal)
  }
  const envOf = (use: string | undefined) => ({...openai().env, CCS_CODEX_WEBSOCKET: use})
  const methods = () => openai().requests.map(({method}) => method)
  const closed = async () => {
    while (openai().sockets.count > 0) await new Promise((resolve) => setTimeout(resolve, 2))
  }

  it('are those that the environment says, and none by default', async () => {
    const ways = async (use: string | undefined) => {
      const send = open(use)
      const both = [await send(), await send(FAST)]
      for (const {events} of both) await collect(events)
      return both.map(({sent}) => sent.transport)
    }
    expect({
      absent: await ways(undefined),
      empty: await ways(''),
      off: await ways('off'),
      fast: await ways('fast'),
      all: await ways(' ALL '),
    }).to.deep.equal({
      absent: ['http', 'http'],
      empty: ['http', 'http'],
      off: ['http', 'http'],
      fast: ['http', 'websocket'],
      all: ['websocket', 'websocket'],
    })
    expect(() => open('yes')).to.throw('CCS_CODEX_WEBSOCKET must be one of off, fast, all: yes')
  })

  it('say who asks in the upgrade, and in one frame what HTTP has as its body', async () => {
    const account = accountOf(openai(), JOHN)
    for (const use of ['off', 'all']) {
      const {open: send} = provider({contract: 1, id: 'codex', kit: kitOf(envOf(use))})
      await collect((await send(FAST, account, NEVER)).events)
    }
    const [byHttp, bySocket] = openai().turns()
    const {accept, connection, 'content-type': type, 'content-length': length, host, ...named} = byHttp?.headers ?? {}
    const {'sec-websocket-key': key, ...upgrade} = bySocket?.headers ?? {}
    expect(upgrade).to.deep.equal({
      ...named,
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'openai-beta': 'responses_websockets=2026-02-06',
      'sec-websocket-version': '13',
    })
    expect(JSON.parse(bySocket?.raw ?? '')).to.deep.equal({type: 'response.create', ...(byHttp?.body as object)})
    expect(Object.keys(byHttp?.body as object)).to.not.include('previous_response_id')
  })

  it('give the events that HTTP gives, with the limits among them, and close behind the last', async () => {
    const parts = [think('Let me see.'), say('Half'), call('Read', {file: 'a'}, {callId: 'call_1'})]
    openai().script(turn(...parts), turn(...parts))
    const told = async ({events}: OpenTurn) =>
      (await collect(events)).map((event) =>
        event.type === 'turn-start'
          ? {...event, id: ''}
          : event.type === 'block-end' && event.content.type === 'reasoning'
            ? {...event, content: {...event.content, sealed: typeof event.content.sealed}}
            : event,
      )
    const byHttp = await open('off')()
    const expected = await told(byHttp)
    const bySocket = await open('all')()
    const [first, ...rest] = await told(bySocket)
    expect(rest).to.deep.equal(expected)
    expect([byHttp.sent, bySocket.sent, bySocket.limits]).to.deep.equal([
      {...bySocket.sent, transport: 'http'},
      {...byHttp.sent, transport: 'websocket'},
      undefined,
    ])
    const {windows} = byHttp.limits ?? {}
    expect(first).to.deep.equal({
      type: 'limits',
      limits: {
        plan: 'plus',
        limitReached: false,
        windows,
        features: [],
        credits: {balance: '0', unlimited: false},
      },
    })
    await closed()
  })

  const failures: Readonly<Record<string, readonly [FaultKind, Reply]>> = {
    'a spent account': ['usage-limit', usageLimit({resetsIn: 7200, now: NOW})],
    'a throttle with its time': ['throttled', throttled(5)],
    'a refused field': ['invalid-request', failure(400, {detail: 'Unsupported parameter: x'})],
    'a policy': ['policy', failure(400, {error: {message: 'no', code: 'cyber_policy'}})],
    'an overflow': ['context-overflow', tooLong()],
    'an overflow with its numbers': [
      'context-overflow',
      tooLong("This model's maximum context length is 1000 tokens, it resulted in 1200"),
    ],
    'reasoning of another account': [
      'stale-replay',
      failure(400, {error: {message: 'x', code: 'invalid_encrypted_content'}}),
    ],
    'a denied model': ['model-denied', modelDenied('gpt-5.4')],
    'an old token': ['token-expired', unauthorized()],
    'a revoked token': ['revoked', unauthorized('token_revoked')],
    'a closed workspace': ['deactivated', failure(402, {detail: {code: 'deactivated_workspace'}})],
    'a region': ['region-blocked', wrongRegion()],
    'an overload': ['overloaded', overloaded()],
    'an overload inside the answer': ['overloaded', turn(fail('server_is_overloaded', 'busy'))],
    'a breakdown': ['server-error', serverError(502)],
  }
  for (const [what, [kind, reply]] of Object.entries(failures))
    it(`tell ${what} as HTTP does`, async () => {
      openai().script(reply, reply)
      const byHttp = await refusalOf(open('off', {clock: STOPPED})())
      const bySocket = await refusalOf(open('all', {clock: STOPPED})())
      expect([byHttp?.kind, bySocket, methods()]).to.deep.equal([kind, byHttp, ['POST', 'GET']])
      await closed()
    })

  it('read each shape of an error frame', async () => {
    const shape = async (frame: object) => {
      openai().script(() => ({status: 200, steps: [{raw: JSON.stringify({type: 'error', ...frame})}]}))
      return refusalOf(open('all', {clock: STOPPED})())
    }
    expect([
      await shape({
        status: 429,
        error: {type: 'usage_limit_reached', message: 'x', plan_type: 'plus', resets_in_seconds: 60},
        headers: {'x-codex-active-limit': 'bengalfox'},
      }),
      await shape({status_code: 503, error: {message: 'x'}}),
      await shape({status: 400, error: {code: 'websocket_connection_limit_reached', message: '60 minutes'}}),
      await shape({code: 'context_length_exceeded', message: 'x'}),
    ]).to.deep.equal([
      {
        blame: 'account',
        kind: 'usage-limit',
        message: "The account's usage limit is reached.",
        status: 429,
        retryAt: NOW + 60_000,
        scope: 'model',
        plan: 'plus',
      },
      {blame: 'upstream', kind: 'overloaded', message: 'The upstream is overloaded: x', status: 503},
      {
        blame: 'upstream',
        kind: 'network',
        message: 'The connection to the upstream ended: 60 minutes',
        status: 400,
      },
      {
        blame: 'request',
        kind: 'context-overflow',
        message: "The conversation exceeds the model's context window.",
      },
    ])
    expect(methods()).to.deep.equal(['GET', 'GET', 'GET', 'GET'])
  })

  it('end in an error when the connection closes or breaks before the last event', async () => {
    const cutOff = {blame: 'upstream', kind: 'cut-stream', message: "The upstream's answer was cut off."}
    for (const end of [stop(), cut()]) {
      openai().script(turn(say('Half'), end))
      const {events} = await open('all')()
      expect((await collect(events)).at(-1)).to.deep.equal({type: 'turn-error', fault: cutOff})
      openai().script(turn(end))
      expect(await refusalOf(open('all')())).to.deep.equal(cutOff)
    }
    expect(methods()).to.deep.equal(['GET', 'GET', 'GET', 'GET'])
  })

  it('go over HTTP where there are no WebSockets, for a while without asking again', async () => {
    let now = NOW
    const send = open('all', {clock: {...systemClock, now: () => now}})
    openai().backend.upgradeRefusal = BARRED
    for (const wait of [0, 599_999, 1]) {
      now += wait
      const {events, sent} = await send()
      expect([(await collect(events)).at(-1)?.type, sent.transport]).to.deep.equal(['turn-end', 'http'])
    }
    openai().backend.upgradeRefusal = undefined
    await collect((await send()).events)
    now += 600_000
    const {sent, events} = await send()
    await collect(events)
    expect([sent.transport, methods()]).to.deep.equal([
      'websocket',
      ['GET', 'POST', 'POST', 'GET', 'POST', 'POST', 'GET'],
    ])
  })

  it('hear from HTTP why they are refused, and remember nothing of it', async () => {
    openai().backend.upgradeRefusal = {status: 429, body: {}}
    openai().script(usageLimit({resetsIn: 60}))
    const send = open('all')
    expect((await refusalOf(send()))?.kind).to.equal('usage-limit')
    openai().backend.upgradeRefusal = undefined
    const {sent, events} = await send()
    await collect(events)
    expect([sent.transport, methods()]).to.deep.equal(['websocket', ['GET', 'POST', 'GET']])
  })

  it('go over HTTP when the connection ends without a word', async () => {
    openai().script(() => ({status: 200, steps: [{cut: true}]}), turn(say('by HTTP')))
    const {sent, events} = await open('all')()
    expect([sent.transport, (await collect(events)).at(-1)?.type]).to.deep.equal(['http', 'turn-end'])
  })

  it('are not waited for without end', async () => {
    const account = accountOf(openai(), JOHN)
    const kit = kitOf(envOf('all'))
    const body = kit.protocols['openai-responses'].writeRequest(turnOf(), account).body
    const outgoing = {
      headers: turnHeaders(account, kit.env, 's1'),
      body,
      toolNames: new Map() as ToolNames,
      sent: {model: 'gpt-5.4', transport: 'http', dropped: []} as const,
    }
    const http = async (): Promise<OpenTurn> => {
      throw turnError({blame: 'upstream', kind: 'overloaded', message: 'HTTP was asked.'})
    }
    const road = (patience: object) =>
      socketFirst(endpointOf(kit.env), kit, http, {
        handshake: 5000,
        firstFrame: 5000,
        silence: 5000,
        rest: 0,
        ...patience,
      })
    openai().script(() => new Promise(() => undefined))
    expect((await refusalOf(road({firstFrame: 60})(outgoing, NEVER)))?.message).to.equal('HTTP was asked.')
    openai().script(turn(say('Half'), hold(gate())))
    const {events} = await road({silence: 60})(outgoing, NEVER)
    expect((await collect(events)).at(-1)).to.deep.equal({
      type: 'turn-error',
      fault: {
        blame: 'upstream',
        kind: 'timeout',
        message: 'The upstream was silent on a WebSocket for 0.06 s.',
      },
    })
    await closed()
  })

  it('end with their client, at once', async () => {
    for (const reply of [turn(say('Half'), hold(gate())), () => new Promise<never>(() => undefined)]) {
      const leaving = new AbortController()
      openai().script(reply)
      const before = openai().turns().length
      const opening = open('all')(turnOf(), leaving.signal).then(({events}) => collect(events))
      const seen = await openai().seen((one) => openai().turns().indexOf(one) >= before)
      const started = performance.now()
      leaving.abort(turnError({blame: 'client', kind: 'client-gone', message: 'The client went away.'}))
      await opening.catch(() => undefined)
      while (!seen.aborted) await new Promise((resolve) => setTimeout(resolve, 2))
      expect(performance.now() - started).to.be.below(300)
    }
    const gone = new AbortController()
    gone.abort()
    expect((await refusalOf(open('all')(turnOf(), gone.signal)))?.blame).to.equal('client')
    expect(methods()).to.deep.equal(['GET', 'GET'])
  })

  it('close with a reader that stops early', async () => {
    openai().script(turn(say('Half'), hold(gate()), emit('never')))
    const {events} = await open('all')()
    for await (const _batch of events) break
    await closed()
  })

  it('ignore frames that say nothing', async () => {
    openai().script(turn(raw('not json'), raw('[1]'), emit('response.brand_new'), say('fine')))
    const {events} = await open('all')()
    expect((await collect(events)).filter(({type}) => type === 'block-delta')).to.deep.equal([
      {type: 'block-delta', block: 0, text: 'fine'},
    ])
  })
})
