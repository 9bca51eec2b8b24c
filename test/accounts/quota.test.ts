import {expect} from 'chai'
import {
  challenge,
  FREDA,
  gate,
  JOHN,
  PAUL,
  type Person,
  SARAH,
  say,
  turn,
  usageLimit,
  wrongRegion,
} from '../openai/index.js'
import type {Answer as Reply} from '../openai/reply.js'
import {type Stage, useStage} from '../proxy/stage.js'

const HOUR = 3600
const DAY = 86_400
const WEEK = 7 * DAY

interface Told {
  readonly asOf: string | null
  readonly cachedUntil: string | null
  readonly accounts: readonly (Readonly<Record<string, unknown>> & {readonly error: {readonly code: string} | null})[]
}

async function quotaOf(stage: Stage, query = ''): Promise<Told> {
  return (await stage.send({path: `/ccs/quota?provider=codex${query}`})).json as Told
}

const asked = (stage: Stage) => stage.openai.requests.filter(({path}) => path.endsWith('/wham/usage'))

/** Seconds since the epoch, an exact number of seconds from now. */
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

const window = (label: string, seconds: number, usedPercent: number | null, resetAt: number | null, over = {}) => ({
  label,
  seconds,
  usedPercent,
  used: null,
  limit: null,
  unit: null,
  resetAt: resetAt === null ? null : new Date(resetAt * 1000).toISOString(),
  ...over,
})

const wire = (seconds: number, used: unknown, reset: unknown, over = {}) => ({
  used_percent: used,
  limit_window_seconds: seconds,
  reset_after_seconds: 60,
  reset_at: reset,
  ...over,
})

const limits = (primary: unknown, secondary: unknown = null, over = {}) => ({
  allowed: true,
  limit_reached: false,
  primary_window: primary,
  secondary_window: secondary,
  ...over,
})

describe('what the usage endpoint says', () => {
  const stage = useStage(() => ({accounts: [JOHN, SARAH, PAUL, FREDA]}))
  const AT = inSeconds(2 * HOUR)

  /** What is told of an account when the endpoint says this. */
  const read = async (person: Person, extra: object) => {
    stage().openai.backend.quota(person).extra = {credits: null, ...extra}
    const {accounts} = await quotaOf(stage(), '&refresh=1')
    const found = accounts.find(({email}) => email === person.email) ?? {}
    const {plan, windows, features, credits, resetCredits, error} = found as Record<string, unknown>
    return {plan, windows, features, credits, resetCredits, error}
  }
  const nothing = {plan: 'plus', windows: [], features: [], credits: null, resetCredits: null, error: null}

  it('plus: five hours and a week, by their lengths, in whatever place', async () => {
    const both = [window('5-hour', 5 * HOUR, 90, AT), window('Weekly', WEEK, 34, AT)]
    expect(await read(JOHN, {rate_limit: limits(wire(5 * HOUR, 90, AT), wire(WEEK, 34, AT))})).to.deep.equal({
      ...nothing,
      windows: both,
    })
    expect((await read(JOHN, {rate_limit: limits(wire(WEEK, 34, AT), wire(5 * HOUR, 90, AT))})).windows).to.deep.equal(
      both.toReversed(),
    )
  })

  it('free and pro: a week or a month alone, in the first place; no empty row', async () => {
    const empty = wire(0, 0, 0)
    expect(await read(FREDA, {rate_limit: limits(wire(WEEK, 3, AT))})).to.deep.equal({
      ...nothing,
      plan: 'free',
      windows: [window('Weekly', WEEK, 3, AT)],
    })
    expect((await read(FREDA, {rate_limit: limits(wire(30 * DAY, 100, AT), empty)})).windows).to.deep.equal([
      window('Monthly', 30 * DAY, 100, AT),
    ])
    expect((await read(PAUL, {rate_limit: limits(empty, wire(WEEK, 0, AT))})).windows).to.deep.equal([
      window('Weekly', WEEK, 0, AT),
    ])
    expect((await read(PAUL, {rate_limit: limits(wire(WEEK, 50, 0))})).windows).to.deep.equal([])
  })

  it('a length that is off by a minute is still the one that people know', async () => {
    const minutes = (count: number) => ({used_percent: 5, window_minutes: count, reset_at: AT})
    expect((await read(JOHN, {rate_limit: limits(minutes(299), minutes(10_079))})).windows).to.deep.equal([
      window('5-hour', 299 * 60, 5, AT),
      window('Weekly', 10_079 * 60, 5, AT),
    ])
  })

  it('team: credits, what a member may spend, resets that are left', async () => {
    const extra = {
      rate_limit: null,
      credits: {has_credits: true, unlimited: false, balance: '120.50'},
      spend_control: {reached: false, individual_limit: {limit: 200, used: 50, used_percent: 25, reset_at: AT}},
      rate_limit_reset_credits: {available_count: 2},
    }
    expect(await read(SARAH, extra)).to.deep.equal({
      ...nothing,
      plan: 'team',
      features: [{name: 'Spending', windows: [window('Limit', 0, 25, AT, {used: 50, limit: 200, unit: 'credits'})]}],
      credits: {balance: '120.50', unlimited: false},
      resetCredits: 2,
    })
    const unlimited = await read(SARAH, {
      rate_limit: null,
      credits: {has_credits: true, unlimited: true, balance: null},
    })
    expect(unlimited).to.deep.equal({...nothing, plan: 'team', credits: {balance: null, unlimited: true}})
  })

  it('extra features apart from the core pair; what was never touched is hidden', async () => {
    const spark = (used: number, reset: number) => [
      {
        limit_name: 'GPT-5.3-Codex-Spark',
        metered_feature: 'codex_bengalfox',
        rate_limit: limits(wire(WEEK, used, reset)),
      },
    ]
    const core = {rate_limit: limits(wire(5 * HOUR, 1, AT))}
    const latent = {
      ...core,
      additional_rate_limits: spark(0, inSeconds(WEEK)),
      code_review_rate_limit: limits(wire(WEEK, 0, inSeconds(WEEK))),
    }
    expect(await read(PAUL, latent)).to.deep.equal({
      ...nothing,
      plan: 'pro',
      windows: [window('5-hour', 5 * HOUR, 1, AT)],
    })
    const used = {...core, additional_rate_limits: spark(7, AT), code_review_rate_limit: limits(wire(WEEK, 0, AT))}
    expect((await read(PAUL, used)).features).to.deep.equal([
      {name: 'GPT-5.3 Codex Spark', windows: [window('Weekly', WEEK, 7, AT)]},
      {name: 'Code review', windows: [window('Weekly', WEEK, 0, AT)]},
    ])
  })

  it('counts where it counts; numbers as text and fractions; the other spelling; percents that are none', async () => {
    const counts = wire(5 * HOUR, 90, AT, {used: 45, limit: 50})
    expect((await read(JOHN, {rate_limit: limits(counts)})).windows).to.deep.equal([
      window('5-hour', 5 * HOUR, 90, AT, {used: 45, limit: 50, unit: 'messages'}),
    ])
    const text = {used_percent: '12.5', limit_window_seconds: '18000', reset_at: String(AT)}
    const past = {used_percent: 140, limit_window_seconds: DAY, reset_at: AT}
    expect((await read(JOHN, {rate_limit: limits(text, past)})).windows).to.deep.equal([
      window('5-hour', 5 * HOUR, 12.5, AT),
      window('Daily', DAY, 100, AT),
    ])
    const camel = {primaryWindow: {usedPercent: 5, limitWindowSeconds: 3 * HOUR, resetAt: AT}}
    expect((await read(JOHN, {rate_limit: null, rateLimit: camel})).windows).to.deep.equal([
      window('3-hour', 3 * HOUR, 5, AT),
    ])
    const silent = {limit_window_seconds: WEEK, reset_at: null}
    expect((await read(JOHN, {rate_limit: limits(silent)})).windows).to.deep.equal([window('Weekly', WEEK, null, null)])
  })

  it('plans that nobody has heard of, as they are', async () => {
    expect((await read(JOHN, {plan_type: 'promax_2027', rate_limit: null})).plan).to.equal('promax_2027')
    expect((await read(JOHN, {plan_type: null, rate_limit: null})).plan).to.equal('plus')
  })
})

describe('a question for quota', () => {
  const stage = useStage()

  const DEAD: readonly (readonly [fault: Reply, code: string, command: string | undefined])[] = [
    [json(401, {error: {code: 'token_invalidated'}}), 'revoked', 'ccs codex --auth --account john'],
    [json(402, {detail: {code: 'deactivated_workspace'}}), 'deactivated', 'ccs codex --logout --account john'],
    [json(403, {detail: 'Forbidden'}), 'no_codex_plan', undefined],
    [reply(challenge()), 'network_blocked', 'ccs doctor --online'],
    [reply(wrongRegion()), 'region_blocked', undefined],
    [json(404, {detail: 'Not Found'}), 'invalid_request', undefined],
    [json(429, {error: {code: 'rate_limit_exceeded'}}), 'throttled', undefined],
    [json(500, {}), 'server_error', undefined],
    [json(503, {error: {code: 'slow_down'}}), 'overloaded', undefined],
    [
      {status: 302, headers: {location: 'http://127.0.0.1:1/login'}, body: ''},
      'network_blocked',
      'ccs doctor --online',
    ],
    [{status: 200, body: '<html>sign in to the hotel</html>'}, 'network_blocked', 'ccs doctor --online'],
    [{status: 200, body: '[]'}, 'server_error', undefined],
  ]
  for (const [fault, code, command] of DEAD)
    it(`${fault.status} ${JSON.stringify(fault.body).slice(0, 60)}: ${code}, and no number`, async () => {
      stage().openai.backend.usageFaults.push(fault)
      const before = Date.now()
      const told = await quotaOf(stage())
      const [{error, windows, source, plan, asOf} = {error: null}] = told.accounts
      const {message, ...rest} = error as {code: string; message: string; command?: string}
      // When it was asked: that nobody knows is of then.
      expect(asOf).to.equal(told.asOf)
      expect(Date.parse(told.asOf ?? '')).to.be.within(before, Date.now())
      expect({windows, source, plan, ...rest}).to.deep.equal({
        windows: [],
        source: 'live',
        plan: 'plus',
        code,
        ...(command && {command}),
      })
      expect(message).to.match(/^[A-Z].{10}/)
    })

  it('is put once, however many ask at once, and the answer serves for two minutes', async () => {
    const all = await Promise.all(Array.from({length: 20}, () => quotaOf(stage())))
    expect([
      asked(stage()).length,
      new Set(all.map((one) => JSON.stringify(one.accounts[0]?.windows))).size,
    ]).to.deep.equal([1, 1])
    const {asOf, cachedUntil, accounts} = await quotaOf(stage())
    expect([asked(stage()).length, accounts[0]?.source]).to.deep.equal([1, 'cache'])
    expect(Date.parse(cachedUntil ?? '') - Date.parse(asOf ?? '')).to.be.within(110_000, 120_000)
    await quotaOf(stage(), '&refresh=1')
    expect(asked(stage()).length).to.equal(2)
  })

  it('is put again once the account has signed in anew', async () => {
    const codeOf = async () => (await quotaOf(stage())).accounts[0]?.error?.code
    stage().openai.backend.usageFaults.push(json(401, {error: {code: 'token_invalidated'}}))
    const before = [await codeOf(), await codeOf(), asked(stage()).length]
    stage().home.add(JOHN)
    expect([...before, await codeOf(), asked(stage()).length]).to.deep.equal(['revoked', 'revoked', 1, undefined, 2])
  })

  it('keeps what was known beside the failure', async () => {
    const before = (await quotaOf(stage())).accounts[0]
    stage().openai.backend.usageFaults.push(json(500, {}))
    const [after] = (await quotaOf(stage(), '&refresh=1')).accounts
    expect([after?.windows, after?.asOf, after?.source, after?.error?.code]).to.deep.equal([
      before?.windows,
      before?.asOf,
      'cache',
      'server_error',
    ])
  })

  it('is answered by the headers of turns, for free', async () => {
    await stage().ask()
    const [told] = (await quotaOf(stage(), '&known=1')).accounts
    expect([
      asked(stage()).length,
      told?.source,
      told?.windows as {label: string; usedPercent: number}[],
    ]).to.deep.equal([0, 'headers', stageWindows(stage())])
  })

  it('has one row for a feature, whoever names it, and none for one that was never touched', async () => {
    const WHEN = inSeconds(DAY)
    const rate_limit = limits(wire(WEEK, 7, WHEN))
    stage().openai.backend.quota(JOHN).extra = {
      additional_rate_limits: [{limit_name: 'GPT-5.3-Codex-Spark', metered_feature: 'codex_bengalfox', rate_limit}],
    }
    const featuresAfter = async (headers: Readonly<Record<string, string>>) => {
      stage().openai.script(async (ask) => {
        const answer = await turn(say('hi'))(ask)
        return {...answer, headers: {...answer.headers, ...headers}}
      })
      await stage().ask()
      return (await quotaOf(stage())).accounts[0]?.features
    }
    const headersOf = (family: string, name: string, used: number, reset: number) => ({
      [`x-codex-${family}-limit-name`]: name,
      [`x-codex-${family}-primary-used-percent`]: String(used),
      [`x-codex-${family}-primary-window-minutes`]: String(WEEK / 60),
      [`x-codex-${family}-primary-reset-at`]: String(reset),
    })
    const spark = (used: number) => [{name: 'GPT-5.3 Codex Spark', windows: [window('Weekly', WEEK, used, WHEN)]}]
    await quotaOf(stage())
    expect([
      await featuresAfter(headersOf('bengalfox', 'GPT-5.3-Codex-Spark', 8, WHEN)),
      await featuresAfter(headersOf('lynx', 'Another', 0, inSeconds(WEEK))),
      await featuresAfter(headersOf('bengalfox', 'GPT-5.3-Codex-Spark', 0, inSeconds(WEEK))),
    ]).to.deep.equal([spark(8), spark(8), []])
  })

  it("repeats the endpoint's word on the limit, until newer windows come without it", async () => {
    const reached = async (query: string) => (await quotaOf(stage(), query)).accounts[0]?.limitReached
    expect(await reached('&known=1')).to.equal(null)
    stage().openai.backend.quota(JOHN).limitReached = true
    expect(await reached('&refresh=1')).to.equal(true)
    stage().openai.backend.quota(JOHN).limitReached = false
    await stage().ask()
    expect([await reached('&known=1'), await reached('&refresh=1')]).to.deep.equal([null, false])
  })

  it('ends the cooldown of an account that the endpoint calls free again', async () => {
    stage().openai.script(usageLimit({resetsIn: 7200}))
    expect((await stage().ask()).status).to.equal(429)
    stage().openai.backend.quota(JOHN).limitReached = true
    expect((await quotaOf(stage())).accounts[0]?.state).to.include({code: 'cooling'})
    // Credits serve where the window is full.
    stage().openai.backend.quota(JOHN).limitReached = false
    stage().openai.backend.quota(JOHN).primary = {seconds: 18_000, usedPercent: 100, resetAt: inSeconds(HOUR)}
    expect((await quotaOf(stage(), '&refresh=1')).accounts[0]?.state).to.include({code: 'ready'})
    expect((await stage().ask()).status).to.equal(200)
  })
})

describe('a limit of one model', () => {
  const stage = useStage(() => ({accounts: [JOHN]}))
  const SPARK = 'gpt-5.3-codex-spark'

  it('ends once the endpoint calls it free by its name, untouched as it is then, and that of the account by itself', async () => {
    const {states} = await stage().accounts()
    const [{id = ''} = {}] = await (await stage().accounts()).list()
    const spent = {until: Date.now() + HOUR * 1000, message: 'Spent.', kind: 'usage-limit'} as const
    const look = async (over: object) => {
      const rate_limit = limits(wire(5 * HOUR, 0, inSeconds(5 * HOUR)), null, over)
      const additional_rate_limits = [{limit_name: 'GPT-5.3-Codex-Spark', metered_feature: 'x', rate_limit}]
      stage().openai.backend.quota(JOHN).extra = {additional_rate_limits}
      await quotaOf(stage(), '&refresh=1')
      const {state, models} = (await states.read())[id] ?? {}
      return [state?.code, Object.keys(models ?? {})]
    }
    await states.cool(id, spent, SPARK)
    await states.cool(id, spent, 'gpt-5.4')
    await states.cool(id, spent)
    expect(await look({limit_reached: true, allowed: false})).to.deep.equal(['ready', [SPARK, 'gpt-5.4']])
    expect(await look({limit_reached: undefined})).to.deep.equal(['ready', [SPARK, 'gpt-5.4']])
    expect(await look({})).to.deep.equal(['ready', ['gpt-5.4']])
  })
})

describe('a question for the quota of several accounts', () => {
  const stage = useStage(() => ({accounts: [[JOHN, {lifetime: 0}], SARAH, PAUL]}))

  it('renews the token that is over: that account its own, and nobody else', async () => {
    const {accounts} = await quotaOf(stage())
    expect(accounts.map(({nickname, error, source}) => [nickname, error, source])).to.have.deep.members([
      ['john', null, 'live'],
      ['sarah', null, 'live'],
      ['paul', null, 'live'],
    ])
    const renewed = stage().openai.requests.filter(({path}) => path === '/oauth/token')
    expect(renewed.length).to.equal(1)
    expect(asked(stage()).map(({account}) => account)).to.have.members(accounts.map(({email}) => email))
  })

  it('asks one after the other', async () => {
    const held = gate()
    const {faults} = stage().openai.issuer
    stage().openai.issuer.beforeToken = () => held.opened
    const telling = quotaOf(stage())
    await stage().openai.seen(({path}) => path === '/oauth/token')
    const before = asked(stage()).length
    held.open()
    await telling
    expect([faults.length, before, asked(stage()).length]).to.deep.equal([0, before, 3])
  })
})

function json(status: number, body: object): Reply {
  return {status, body: JSON.stringify(body), headers: {'content-type': 'application/json'}}
}

function reply(make: ReturnType<typeof challenge>): Reply {
  return make({} as never) as Reply
}

function stageWindows({openai}: Stage) {
  const {primary, secondary} = openai.backend.quota(JOHN)
  return [primary, secondary].map((held) =>
    window(
      held?.seconds === WEEK ? 'Weekly' : '5-hour',
      held?.seconds ?? 0,
      held?.usedPercent ?? 0,
      held?.resetAt ?? 0,
    ),
  )
}
