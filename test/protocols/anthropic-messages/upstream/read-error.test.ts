import {expect} from 'chai'
import {protocols} from '../../../../src/protocols/index.js'

const NOW = 1_764_000_000_000

/** status, type, words → whose fault, kind, when it passes. */
const ROWS: readonly (readonly [number, string, string, object])[] = [
  [400, 'invalid_request_error', 'messages: bad', {blame: 'request', kind: 'invalid-request'}],
  [
    400,
    'invalid_request_error',
    'prompt is too long: 210000 tokens > 200000 maximum',
    {blame: 'request', kind: 'context-overflow', tokens: {used: 210_000, limit: 200_000}},
  ],
  [400, 'invalid_request_error', 'Your credit balance is too low', {blame: 'account', kind: 'no-credits'}],
  [401, 'authentication_error', 'invalid x-api-key', {blame: 'account', kind: 'token-expired'}],
  [402, 'billing_error', 'x', {blame: 'account', kind: 'no-credits'}],
  [403, 'permission_error', 'x', {blame: 'account', kind: 'no-codex-plan'}],
  [404, 'not_found_error', 'model: claude-x', {blame: 'account', kind: 'model-denied', scope: 'model'}],
  [413, 'request_too_large', 'x', {blame: 'request', kind: 'request-too-large'}],
  [429, 'rate_limit_error', 'x', {blame: 'account', kind: 'throttled', retryAt: NOW + 7000}],
  [500, 'api_error', 'x', {blame: 'upstream', kind: 'server-error'}],
  [529, 'overloaded_error', 'x', {blame: 'upstream', kind: 'overloaded'}],
]

describe('anthropic-messages: upstream read-error', () => {
  for (const [status, type, message, expected] of ROWS) {
    it(`reads ${status} ${type}: ${message}`, () => {
      const body = JSON.stringify({type: 'error', error: {type, message}})
      const headers: Record<string, string> = status === 429 ? {'retry-after': '7'} : {}
      expect(protocols['anthropic-messages'].readError({status, headers, body}, NOW)).to.deep.include(expected)
    })
  }
})
