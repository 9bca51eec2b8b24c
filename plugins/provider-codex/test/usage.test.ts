import {expect} from 'chai'
import type {Limits, Window} from '../../../src/contract/index.js'
import {systemClock} from '../../../src/kit/clock.js'
import {challenge, failure, JOHN, unauthorized} from '../../../test/openai/index.js'
import {endpointOf} from '../src/endpoint.js'
import {readUsage, usage} from '../src/usage.js'
import {accountOf, kitOf, refusalOf, useOpenAi} from './scene.js'

const NEVER = new AbortController().signal
const NOW = Date.UTC(2026, 0, 1)
const SOON = NOW / 1000 + 3600
const HOURS = 18_000
const WEEK = 604_800
const MONTH = 2_592_000

const nothing: Limits = {windows: [], features: []}
const window = (seconds: number, usedPercent: number | null, more: Partial<Window> = {}): Window => ({
  seconds,
  usedPercent,
  used: null,
  limit: null,
  unit: null,
  resetAt: SOON * 1000,
  ...more,
})
const wire = (limit_window_seconds: unknown, used_percent: unknown, reset_at: unknown = SOON) => ({
  used_percent,
  limit_window_seconds,
  reset_after_seconds: 3600,
  reset_at,
})
const read = (body: object) => readUsage({...body}, NOW)
const limit = (primary_window: unknown, secondary_window: unknown = null, more = {}) => ({
  rate_limit: {allowed: true, limit_reached: false, primary_window, secondary_window, ...more},
})

describe('provider-codex: reading usage', () => {
  it('reads a whole reply', () => {
    const body = {
      user_id: 'u',
      account_id: 'a',
      email: 'john@example.com',
      plan_type: 'pro',
      ...limit(wire(HOURS, 12), wire(WEEK, 34)),
      code_review_rate_limit: {
        allowed: true,
        limit_reached: false,
        primary_window: wire(WEEK, 5),
        secondary_window: null,
      },
      additional_rate_limits: [
        {
          limit_name: 'GPT-5.3-Codex-Spark',
          metered_feature: 'codex_bengalfox',
          rate_limit: {
            allowed: true,
            limit_reached: false,
            primary_window: wire(HOURS, 7),
            secondary_window: wire(WEEK, 8),
          },
        },
      ],
      credits: {has_credits: true, unlimited: false, balance: '12.50', approx_local_messages: [1, 2]},
      spend_control: {
        reached: false,
        individual_limit: {source: 'x', limit: 100, used: 25, remaining: 75, used_percent: 25, reset_at: SOON},
      },
      rate_limit_reached_type: null,
      rate_limit_reset_credits: {available_count: 2},
      promo: {anything: true},
    }
    expect(read(body)).to.deep.equal({
      plan: 'pro',
      limitReached: false,
      windows: [window(HOURS, 12), window(WEEK, 34)],
      features: [
        {name: 'GPT-5.3 Codex Spark', windows: [window(HOURS, 7), window(WEEK, 8)]},
        {name: 'Code review', windows: [window(WEEK, 5)]},
        {name: 'Spending', windows: [window(0, 25, {used: 25, limit: 100, unit: 'credits'})]},
      ],
      freeFeatures: ['GPT-5.3 Codex Spark'],
      credits: {balance: '12.50', unlimited: false},
      resetCredits: 2,
    } satisfies Limits)
  })

  it('reads either spelling, and numbers that came as text', () => {
    const snake = {
      plan_type: 'plus',
      rate_limit: {allowed: true, limit_reached: true, primary_window: wire('18000', '12.5', String(SOON))},
      additional_rate_limits: [{limit_name: 'X', rate_limit: {primary_window: wire(WEEK, '3')}}],
      rate_limit_reset_credits: {available_count: '4'},
    }
    const camel = JSON.parse(
      JSON.stringify(snake).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    ) as object
    const expected: Limits = {
      plan: 'plus',
      limitReached: true,
      windows: [window(HOURS, 12.5)],
      features: [{name: 'X', windows: [window(WEEK, 3)]}],
      resetCredits: 4,
    }
    expect([read(snake), read(camel)]).to.deep.equal([expected, expected])
  })

  it('names a window by its length, wherever it stands', () => {
    const windows = (body: object) => read(body).windows
    expect({
      weeklyOnly: windows(limit(wire(WEEK, 40))),
      freeMonthly: windows(limit(wire(MONTH, 90))),
      secondAlone: windows(limit(null, wire(WEEK, 40))),
      turned: windows(limit(wire(WEEK, 40), wire(HOURS, 5))),
      inMinutes: windows({rate_limit: {primary: {window_minutes: 300, used_percent: 1, reset_at: SOON}}}),
    }).to.deep.equal({
      weeklyOnly: [window(WEEK, 40)],
      freeMonthly: [window(MONTH, 90)],
      secondAlone: [window(WEEK, 40)],
      turned: [window(WEEK, 40), window(HOURS, 5)],
      inMinutes: [window(HOURS, 1)],
    })
  })

  it('shows no window that is none, and no number that nobody said', () => {
    const windows = (body: object) => read(body).windows
    for (const empty of [wire(0, 0), wire(undefined, 5), wire(HOURS, 0, 0), wire('x', 5), {}, 'x', []])
      expect(windows(limit(empty)), JSON.stringify(empty)).to.deep.equal([])
    expect(
      windows(limit({limit_window_seconds: HOURS, used_percent: 150}, {limit_window_seconds: WEEK, used_percent: -3})),
    ).to.deep.equal([window(HOURS, 100, {resetAt: null}), window(WEEK, 0, {resetAt: null})])
    expect(windows(limit({limit_window_seconds: HOURS, reset_after_seconds: 60}))).to.deep.equal([
      window(HOURS, null, {resetAt: NOW + 60_000}),
    ])
    expect(windows(limit({...wire(HOURS, 40), used: 4, limit: 10}, {...wire(WEEK, 40), used: 4}))).to.deep.equal([
      window(HOURS, 40, {used: 4, limit: 10, unit: 'messages'}),
      window(WEEK, 40, {used: 4}),
    ])
  })

  it('believes the flags before the numbers', () => {
    const reached = (body: object) => read(body).limitReached
    expect([
      reached(limit(wire(HOURS, 100))),
      reached(limit(wire(HOURS, 5), null, {limit_reached: true})),
      reached(limit(wire(HOURS, 5), null, {allowed: false})),
      reached({...limit(wire(HOURS, 5)), spend_control: {reached: true, individual_limit: null}}),
      reached({...limit(wire(HOURS, 5)), rate_limit_reached_type: {type: 'workspace_member_credits_depleted'}}),
      reached({rate_limit: null, rate_limit_reached_type: 'rate_limit_reached'}),
      reached({...limit(null), rate_limit_reached_type: {type: ''}}),
      reached({rate_limit: null}),
    ]).to.deep.equal([false, true, true, true, true, true, false, undefined])
  })

  it('leaves out limits that the account never touched, and those without a window', () => {
    const full = (seconds: number, used: number) => wire(seconds, used, NOW / 1000 + seconds)
    const feature = (limit_name: unknown, primary_window: unknown) => ({
      limit_name,
      metered_feature: 'codex_other',
      rate_limit: {primary_window},
    })
    const {features} = read({
      additional_rate_limits: [
        feature('untouched', full(WEEK, 0)),
        feature('touched', full(WEEK, 1)),
        feature('running', wire(WEEK, 0)),
        feature(null, wire(WEEK, 2)),
        {rate_limit: {primary_window: wire(WEEK, 3)}},
        feature('empty', null),
        'x',
      ],
      code_review_rate_limit: {primary_window: full(WEEK, 0)},
    })
    expect(features).to.deep.equal([
      {name: 'touched', windows: [window(WEEK, 1, {resetAt: NOW + WEEK * 1000})]},
      {name: 'running', windows: [window(WEEK, 0)]},
      {name: 'codex_other', windows: [window(WEEK, 2)]},
      {name: 'Other', windows: [window(WEEK, 3)]},
    ])
  })

  it('reads credits in each of their forms', () => {
    const credits = (value: unknown) => read({credits: value}).credits
    expect([
      credits({has_credits: true, unlimited: true, balance: null}),
      credits({balance: 3.5}),
      credits({balance: '0', unlimited: 'yes'}),
      credits({balance: ''}),
      credits({}),
      credits(null),
    ]).to.deep.equal([
      {balance: null, unlimited: true},
      {balance: '3.5', unlimited: false},
      {balance: '0', unlimited: false},
      {balance: null, unlimited: false},
      undefined,
      undefined,
    ])
  })

  it('makes nothing of a reply that says nothing, and keeps a plan that nobody knows', () => {
    expect([read({}), read({rate_limit: null, credits: null, additional_rate_limits: null})]).to.deep.equal([
      nothing,
      nothing,
    ])
    expect(read({plan_type: 'promax_2027'})).to.deep.equal({...nothing, plan: 'promax_2027'})
  })
})

describe('provider-codex: asking for usage', () => {
  const openai = useOpenAi()
  const ask = () => {
    const kit = kitOf(openai().env, {clock: {...systemClock, now: () => NOW}})
    return usage(accountOf(openai(), JOHN), endpointOf(openai().env), kit, NEVER)
  }

  it('asks once, as the account, and spends no turn', async () => {
    openai().backend.quota(JOHN).primary = {seconds: HOURS, usedPercent: 55, resetAt: SOON}
    openai().backend.quota(JOHN).secondary = null
    expect(await ask()).to.deep.equal({
      plan: 'plus',
      limitReached: false,
      windows: [window(HOURS, 55)],
      features: [],
    })
    expect(
      openai().requests.map(({method, path, headers}) => [method, path, headers['chatgpt-account-id'], headers.accept]),
    ).to.deep.equal([['GET', '/backend-api/wham/usage', 'acct-john', 'application/json']])
  })

  it('tells why there is no report', async () => {
    const strange = 'The backend answered with something that is no usage report.'
    const replies = [
      unauthorized(),
      failure(402, {detail: {code: 'deactivated_workspace'}}),
      challenge(),
      failure(503, {}),
      failure(200, '<html>Log in to the network</html>', {'content-type': 'text/html'}),
      failure(200, '', {'content-type': 'application/json'}),
      failure(200, '[]', {'content-type': 'application/json'}),
    ]
    const told: unknown[] = []
    for (const reply of replies) {
      openai().backend.usageFaults.push(await reply({} as never))
      const {blame, kind, status, message} = (await refusalOf(ask())) ?? {}
      told.push([blame, kind, status, message === strange])
    }
    expect(told).to.deep.equal([
      ['account', 'token-expired', 401, false],
      ['account', 'deactivated', 402, false],
      ['upstream', 'network-blocked', 403, false],
      ['upstream', 'overloaded', 503, false],
      ['upstream', 'network-blocked', 200, true],
      ['upstream', 'server-error', 200, true],
      ['upstream', 'server-error', 200, true],
    ])
  })
})
