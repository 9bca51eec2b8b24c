import {expect} from 'chai'
import type {TurnFault} from '../../../src/contract/index.js'
import {anthropicMessages} from '../../../src/protocols/anthropic-messages/index.js'
import {ANSWERS} from '../../../src/protocols/anthropic-messages/write-error.js'

const NOW = 1_764_000_000_000
const write = (fault: Partial<TurnFault> & Pick<TurnFault, 'kind'>) =>
  anthropicMessages.writeError({blame: 'upstream', message: 'It failed.', ...fault}, NOW)

describe('anthropic-messages: write-error', () => {
  it('says the words that make Claude Code compact', () => {
    const message = "The conversation exceeds the model's context window."
    const tokens = {used: 290_000, limit: 272_000}
    expect(write({kind: 'context-overflow', blame: 'request', message, tokens})).to.deep.equal({
      status: 400,
      headers: {'x-should-retry': 'false'},
      body: {
        type: 'error',
        error: {type: 'invalid_request_error', message: 'prompt is too long: 290000 tokens > 272000 maximum'},
      },
    })
    expect(write({kind: 'context-overflow', message}).body).to.deep.equal({
      type: 'error',
      error: {type: 'invalid_request_error', message: `prompt is too long: ${message}`},
    })
  })

  it('never answers 401 or 403, of whatever kind the failure is', () => {
    const kinds = Object.keys(ANSWERS) as TurnFault['kind'][]
    const statuses = kinds.map((kind) => write({kind, status: 403}).status)
    expect(statuses.filter((status) => status === 401 || status === 403)).to.deep.equal([])
  })

  it('lets the client wait for what passes soon', () => {
    expect(write({kind: 'throttled', retryAt: NOW + 29_100})).to.deep.equal({
      status: 429,
      headers: {'retry-after': '30'},
      body: {type: 'error', error: {type: 'rate_limit_error', message: 'It failed.'}},
    })
    expect(write({kind: 'throttled'}).headers).to.deep.equal({})
    expect(write({kind: 'throttled', retryAt: NOW - 5000}).headers).to.deep.equal({'retry-after': '1'})
    expect(write({kind: 'overloaded', retryAt: NOW + 2000})).to.deep.equal({
      status: 529,
      headers: {'retry-after': '2'},
      body: {type: 'error', error: {type: 'overloaded_error', message: 'It failed.'}},
    })
  })

  it('lets no client wait for hours where it may try by itself', () => {
    const kinds = ['overloaded', 'at-capacity', 'server-error', 'network'] as const
    const told = [60_000, 60_001, 3_600_000].map((wait) =>
      kinds.map((kind) => write({kind, retryAt: NOW + wait}).headers),
    )
    expect(told).to.deep.equal([kinds.map(() => ({'retry-after': '60'})), kinds.map(() => ({})), kinds.map(() => ({}))])
  })

  it('says at once what waiting does not cure', () => {
    expect(write({kind: 'all-spent', retryAt: NOW + 3_600_000}).headers).to.deep.equal({
      'retry-after': '3600',
      'x-should-retry': 'false',
    })
    expect(write({kind: 'needs-reauth'})).to.deep.equal({
      status: 424,
      headers: {'x-should-retry': 'false'},
      body: {type: 'error', error: {type: 'api_error', message: 'It failed.'}},
    })
    expect(write({kind: 'empty-answer'})).to.deep.equal(write({kind: 'needs-reauth'}))
  })
})
