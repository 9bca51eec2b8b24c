import {performance} from 'node:perf_hooks'
import {expect} from 'chai'
import type {Clock, OpenTurn, ToolNames} from '../../../src/contract/index.js'
import {turnError} from '../../../src/errors/turn-error.js'
import {systemClock} from '../../../src/kit/clock.js'
import {call, emit, gate, hold, JOHN, raw, say, think, turn, usageLimit} from '../../../test/openai/index.js'
import {endpointOf} from '../src/endpoint.js'
import {turnHeaders} from '../src/headers.js'
import provider from '../src/provider.js'
import {socketFirst} from '../src/socket.js'
import {accountOf, closed, collect, envOf, kitOf, openOver, refusalOf, turnOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal
const FAST = turnOf({model: {asked: 'gpt-5.4-fast', id: 'gpt-5.4', tier: 'fast'}})
const NOW = Date.UTC(2026, 0, 1)
const BARRED = {status: 426, body: {detail: 'Upgrade Required'}}

describe('provider-codex: turns over a WebSocket', () => {
  const openai = useOpenAi()

  const open = (use: string | undefined, clock?: Clock) => openOver(openai(), use, clock)
  const methods = () => openai().requests.map(({method}) => method)

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
      const {open: send} = provider({contract: 1, id: 'codex', kit: kitOf(envOf(openai(), use))})
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
    await closed(openai())
  })

  it('go over HTTP where there are no WebSockets, for a while without asking again', async () => {
    let now = NOW
    const send = open('all', {...systemClock, now: () => now})
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
    const kit = kitOf(envOf(openai(), 'all'))
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
    await closed(openai())
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
    await closed(openai())
  })

  it('ignore frames that say nothing', async () => {
    openai().script(turn(raw('not json'), raw('[1]'), emit('response.brand_new'), say('fine')))
    const {events} = await open('all')()
    expect((await collect(events)).filter(({type}) => type === 'block-delta')).to.deep.equal([
      {type: 'block-delta', block: 0, text: 'fine'},
    ])
  })
})
