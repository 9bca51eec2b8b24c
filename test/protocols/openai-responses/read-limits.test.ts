import {expect} from 'chai'
import {readLimits, readLimitsEvent} from '../../../src/protocols/openai-responses/read-limits.js'

const NOW = 1_764_000_000_000

describe('openai-responses: read-limits', () => {
  it('reads windows, features, plan and credits of the headers', () => {
    const limits = readLimits(
      {
        'x-codex-plan-type': 'plus',
        'x-codex-active-limit': 'codex',
        'x-codex-primary-used-percent': '90',
        'x-codex-primary-window-minutes': '300',
        'x-codex-primary-reset-at': '1764003600',
        'x-codex-secondary-used-percent': '41.5',
        'x-codex-secondary-window-minutes': '10080',
        'x-codex-secondary-reset-after-seconds': '60',
        'x-codex-bengalfox-primary-used-percent': '3',
        'x-codex-bengalfox-primary-window-minutes': '10080',
        'x-codex-bengalfox-primary-reset-at': '1764500000',
        'x-codex-bengalfox-limit-name': 'GPT-5.3-Codex-Spark',
        'x-codex-bengalfox-secondary-used-percent': '0',
        'x-codex-bengalfox-secondary-window-minutes': '0',
        'x-codex-credits-has-credits': 'True',
        'x-codex-credits-unlimited': 'False',
        'x-codex-credits-balance': '12.50',
        'x-codex-rate-limit-reached-type': '',
      },
      NOW,
    )
    const rest = {used: null, limit: null, unit: null}
    expect(limits).to.deep.equal({
      plan: 'plus',
      windows: [
        {seconds: 18000, usedPercent: 90, ...rest, resetAt: 1764003600000},
        {seconds: 604800, usedPercent: 41.5, ...rest, resetAt: NOW + 60_000},
      ],
      features: [
        {
          name: 'GPT-5.3-Codex-Spark',
          windows: [{seconds: 604800, usedPercent: 3, ...rest, resetAt: 1764500000000}],
        },
      ],
      credits: {balance: '12.50', unlimited: false},
    })
  })

  it('says when a limit was reached, and nothing when the headers are silent', () => {
    const reached = {'x-codex-plan-type': 'free', 'x-codex-rate-limit-reached-type': 'rate_limit_reached'}
    expect(readLimits(reached, NOW)).to.deep.equal({plan: 'free', limitReached: true, windows: [], features: []})
    expect(readLimits({'content-type': 'text/event-stream'}, NOW)).to.equal(undefined)
    const empty = {'x-codex-primary-used-percent': '', 'x-codex-primary-window-minutes': '', 'x-codex-plan-type': ''}
    expect(readLimits(empty, NOW)).to.equal(undefined)
  })

  it('takes features as a list or as an object, and leaves relative times when nobody knows the time', () => {
    const window = {used_percent: 130, limit_window_seconds: '18000', reset_after_seconds: 5}
    const expected = [
      {
        name: 'Spark',
        windows: [{seconds: 18000, usedPercent: 100, used: null, limit: null, unit: null, resetAt: null}],
      },
    ]
    const asList = {additional_rate_limits: [{limit_name: 'Spark', rate_limit: {primary_window: window}}]}
    const asObject = {additional_rate_limits: {Spark: {primary: window}}}
    expect(readLimitsEvent(asList, undefined).features).to.deep.equal(expected)
    expect(readLimitsEvent(asObject, undefined).features).to.deep.equal(expected)
  })
})
