import {expect} from 'chai'
import type {Clock, FaultKind} from '../../../src/contract/index.js'
import {systemClock} from '../../../src/kit/clock.js'
import {
  cut,
  fail,
  failure,
  modelDenied,
  overloaded,
  type Reply,
  say,
  serverError,
  stop,
  throttled,
  tooLong,
  turn,
  unauthorized,
  usageLimit,
  wrongRegion,
} from '../../../test/openai/index.js'
import {closed, collect, openOver, refusalOf, useOpenAi} from './scene.js'

const NOW = Date.UTC(2026, 0, 1)
const STOPPED: Clock = {...systemClock, now: () => NOW}

describe('provider-codex: failures over a WebSocket', () => {
  const openai = useOpenAi()
  const open = (use: string) => openOver(openai(), use, STOPPED)
  const methods = () => openai().requests.map(({method}) => method)

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
      const byHttp = await refusalOf(open('off')())
      const bySocket = await refusalOf(open('all')())
      expect([byHttp?.kind, bySocket, methods()]).to.deep.equal([kind, byHttp, ['POST', 'GET']])
      await closed(openai())
    })

  it('read each shape of an error frame', async () => {
    const shape = async (frame: object) => {
      openai().script(() => ({status: 200, steps: [{raw: JSON.stringify({type: 'error', ...frame})}]}))
      return refusalOf(open('all')())
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
        code: 'context_length_exceeded',
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
})
