import {expect} from 'chai'
import type {FaultKind, TurnFault} from '../../../src/contract/index.js'
import {FAULT_ANSWERS} from '../../../src/protocols/openai/fault-answers.js'
import {openaiChat} from '../../../src/protocols/openai-chat/index.js'
import {responsesClient} from '../../../src/protocols/openai-responses/client/index.js'
import {readStreamError} from '../../../src/protocols/openai-responses/read-error.js'

const NOW = 1_764_000_000_000
const KINDS = Object.keys(FAULT_ANSWERS) as FaultKind[]
const write = (fault: Partial<TurnFault> & Pick<TurnFault, 'kind'>, {writeError} = responsesClient) =>
  writeError({blame: 'upstream', message: 'It failed.', ...fault}, NOW)

describe('openai: write-error', () => {
  it('tells Codex when a limit ends', () => {
    expect(write({kind: 'all-spent', retryAt: NOW + 3_600_000, plan: 'plus'})).to.deep.equal({
      status: 429,
      headers: {'retry-after': '3600', 'x-should-retry': 'false'},
      body: {
        error: {
          message: 'It failed.',
          type: 'usage_limit_reached',
          code: 'usage_limit_reached',
          param: null,
          plan_type: 'plus',
          resets_at: 1_764_003_600,
          resets_in_seconds: 3600,
        },
      },
    })
  })

  it('tells a limit without an end', () => {
    expect(write({kind: 'usage-limit'})).to.deep.equal({
      status: 429,
      headers: {},
      body: {
        error: {message: 'It failed.', type: 'usage_limit_reached', code: 'usage_limit_reached', param: null},
      },
    })
  })

  it('tells a client of Chat Completions a limit by the one type that it knows', () => {
    const told = (fault: Parameters<typeof write>[0]) => write(fault, openaiChat)
    const error = {message: 'It failed.', type: 'rate_limit_error', code: 'usage_limit_reached', param: null}
    expect(told({kind: 'all-spent', retryAt: NOW + 3_600_000, plan: 'plus'})).to.deep.equal({
      status: 429,
      headers: {'retry-after': '3600', 'x-should-retry': 'false'},
      body: {error},
    })
    expect(told({kind: 'throttled', retryAt: NOW + 29_100})).to.deep.equal({
      status: 429,
      headers: {'retry-after': '30'},
      body: {error: {...error, code: 'rate_limit_exceeded'}},
    })
    const limits = ['usage-limit', 'all-spent', 'throttled', 'address-throttled']
    const others = KINDS.filter((kind) => !limits.includes(kind))
    expect(others.map((kind) => told({kind}))).to.deep.equal(others.map((kind) => write({kind})))
  })

  it('lets a client wait for what passes soon', () => {
    const error = {message: 'It failed.', type: 'rate_limit_exceeded', code: 'rate_limit_exceeded', param: null}
    for (const kind of ['throttled', 'address-throttled', 'all-spent'] as const)
      expect(write({kind, retryAt: NOW + 29_100})).to.deep.equal({
        status: 429,
        headers: {'retry-after': '30'},
        body: {error},
      })
    expect(write({kind: 'throttled', retryAt: NOW - 5000}).headers).to.deep.equal({'retry-after': '1'})
    expect(write({kind: 'overloaded', retryAt: NOW + 2000})).to.deep.equal({
      status: 503,
      headers: {'retry-after': '2'},
      body: {error: {message: 'It failed.', type: 'server_error', code: 'server_is_overloaded', param: null}},
    })
  })

  it('lets no client wait for long: Codex would, in silence', () => {
    const waits = KINDS.map((kind) => write({kind, retryAt: NOW + 600_000}))
    const silent = waits.filter(({headers, body}) => {
      const {type} = (body as {error: {type: string}}).error
      return 'retry-after' in headers && type !== 'usage_limit_reached'
    })
    expect(silent).to.deep.equal([])
  })

  it('says at once what another try does not cure', () => {
    expect(write({kind: 'needs-reauth', retryAt: NOW + 1000})).to.deep.equal({
      status: 400,
      headers: {'x-should-retry': 'false'},
      body: {error: {message: 'It failed.', type: 'authentication_error', code: 'needs_reauth', param: null}},
    })
  })

  it('uses no status that Codex tries again in vain or that silences Droid', () => {
    const statuses = new Set(KINDS.map((kind) => write({kind, status: 403}).status))
    expect([...statuses].filter((status) => [401, 403, 404, 413, 422].includes(status))).to.deep.equal([])
  })

  it('names failures so that ccs itself would know most of them', () => {
    const back = KINDS.filter((kind) => {
      const {code, type} = FAULT_ANSWERS[kind]
      return readStreamError({type: 'response.failed', response: {error: {code, type, message: ''}}}, NOW).kind === kind
    })
    expect(back).to.include.members([
      'context-overflow',
      'policy',
      'usage-limit',
      'throttled',
      'no-credits',
      'no-codex-plan',
      'model-denied',
      'overloaded',
      'server-error',
    ])
  })
})
