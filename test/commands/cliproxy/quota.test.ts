import {expect} from 'chai'
import {useScene} from '../../e2e/scene.js'
import {challenge, FREDA, JOHN, SARAH} from '../../openai/index.js'
import type {Answer} from '../../openai/reply.js'
import {idOf} from '../account-facts.js'
import {commandsOf, failed, failedJson} from '../run-command.js'

const HOUR = 3600
const DAY = 24 * HOUR
/** More than a test takes, and less than is shown. */
const SLACK = 40

describe('ccs cliproxy quota', () => {
  const scene = useScene(() => ({accounts: [JOHN, FREDA], env: {TZ: 'UTC'}}))
  const {run, json} = commandsOf(scene)
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds + SLACK
  const asked = () => scene().openai.requests.filter(({path}) => path.endsWith('/wham/usage'))
  const told = async (...args: readonly string[]) => {
    const {stdout, stderr, code} = await run(['cliproxy', 'quota', ...args])
    const blur = (text: string) =>
      text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'WHEN').replace(/, \d+s ago/, ', 9s ago')
    return {code, stdout: blur(stdout).split('\n').slice(0, -1), stderr: blur(stderr)}
  }
  const set = () => {
    const {backend} = scene().openai
    const john = backend.quota(JOHN)
    john.primary = {seconds: 5 * HOUR, usedPercent: 90, resetAt: inSeconds(2 * HOUR)}
    john.secondary = {seconds: 7 * DAY, usedPercent: 42, resetAt: inSeconds(2 * DAY + 6 * HOUR)}
    const freda = backend.quota(FREDA)
    freda.primary = null
    const weekly = {
      limit_window_seconds: 7 * DAY,
      used_percent: 42,
      reset_at: inSeconds(6 * DAY),
      used: 210,
      limit: 500,
    }
    freda.extra = {
      rate_limit: {allowed: true, limit_reached: false, primary_window: weekly},
      credits: {has_credits: true, unlimited: false, balance: '5'},
      rate_limit_reset_credits: {available_count: 1},
      additional_rate_limits: [
        {
          limit_name: 'GPT-5.3-Codex-Spark',
          rate_limit: {primary_window: {limit_window_seconds: 7 * DAY, used_percent: 7, reset_at: inSeconds(DAY)}},
        },
      ],
    }
  }

  const JOHNS = [
    '  john@example.com (plus):',
    '    5-hour: 90% used (resets in 2h, WHEN)',
    '    Weekly: 42% used (resets in 2d 6h, WHEN)',
  ]
  const FREDAS = [
    '  freda@example.net (free):',
    '    Weekly: 210/500 messages (resets in 6d, WHEN)',
    '    GPT-5.3 Codex Spark, Weekly: 7% used (resets in 1d, WHEN)',
    '    Credits: 5',
    '    Resets available: 1',
  ]
  const KEPT = 'Kept until WHEN; --refresh asks now.\n'

  it('shows each window by its length, percent used or counts, and when it resets; asks once in two minutes', async () => {
    set()
    const first = await told('--provider', 'codex')
    expect({...first, stdout: [first.stdout[0], ...first.stdout.slice(1).toSorted()]}).to.deep.equal({
      code: 0,
      stdout: ['Codex Quota (as of WHEN):', ...[...JOHNS, ...FREDAS].toSorted()],
      stderr: KEPT,
    })
    expect(await told('--account', 'john')).to.deep.equal({
      code: 0,
      stdout: ['Codex Quota (as of WHEN, 9s ago):', ...JOHNS],
      stderr: KEPT,
    })
    expect(asked().map(({account}) => account)).to.have.members([JOHN.email, FREDA.email])
    await told('--account', 'john', '--refresh')
    expect(asked().length).to.equal(3)
  }).timeout(30_000)

  it('is one object under --json', async () => {
    set()
    const {code, stderr, value} = await json(['cliproxy', 'quota', '--account', 'john'])
    const {primary, secondary} = scene().openai.backend.quota(JOHN)
    const {asOf, cachedUntil, ...rest} = value as {asOf: string; cachedUntil: string}
    const iso = (at = 0) => new Date(at * 1000).toISOString()
    expect({code, stderr: stderr.replace(/\d{4}\S+ \S+?;/, 'WHEN;'), value: rest}).to.deep.equal({
      code: 0,
      stderr: '',
      value: {
        provider: 'codex',
        accounts: [
          {
            id: idOf(JOHN),
            nickname: 'john',
            email: JOHN.email,
            plan: 'plus',
            state: {code: 'ready', until: null, message: null},
            asOf,
            source: 'live',
            error: null,
            limitReached: false,
            windows: [
              {
                label: '5-hour',
                seconds: 18_000,
                usedPercent: 90,
                used: null,
                limit: null,
                unit: null,
                resetAt: iso(primary?.resetAt),
              },
              {
                label: 'Weekly',
                seconds: 604_800,
                usedPercent: 42,
                used: null,
                limit: null,
                unit: null,
                resetAt: iso(secondary?.resetAt),
              },
            ],
            features: [],
            credits: null,
            resetCredits: null,
          },
        ],
      },
    })
    expect([asOf, cachedUntil].every((at) => new Date(at).toISOString() === at)).to.equal(true)
  })

  it('says what is the matter with one that could not be asked, and what to do: 1', async () => {
    set()
    const dead = {status: 401, body: {error: {code: 'token_invalidated', message: 'Signed out.'}}}
    scene().openai.backend.usageFaults.push(dead, challenge()({} as never) as Answer)
    const {code, stdout, stderr} = await told()
    const why = (email: string) => stdout[stdout.findIndex((line) => line.includes(email)) + 1]
    expect({code, stderr, head: stdout[0], lines: stdout.length}).to.deep.equal({
      code: 1,
      stderr: KEPT,
      head: 'Codex Quota (as of WHEN):',
      lines: 5,
    })
    const first = asked()[0]?.account === JOHN.email ? JOHN : FREDA
    expect([why(first.email), why(first === JOHN ? FREDA.email : JOHN.email)]).to.deep.equal([
      `    Unknown: The account's sign-in was revoked: Signed out. Next: ccs codex --auth --account ${first.email.split('@')[0]}`,
      '    Unknown: Something between here and the upstream refused the connection, not the account: a firewall, a proxy or a bot check. Next: ccs doctor --online',
    ])
    expect((await json(['cliproxy', 'quota'])).code).to.equal(1)
  })

  it('says that a limit is reached, whatever the percents are', async () => {
    set()
    scene().openai.backend.quota(JOHN).limitReached = true
    const {stdout} = await told('--account', 'john')
    expect(stdout).to.deep.equal(['Codex Quota (as of WHEN):', JOHNS[0], '    Limit reached.', ...JOHNS.slice(1)])
    const {value} = await json(['cliproxy', 'quota', '--account', 'john'])
    expect((value as {accounts: object[]}).accounts[0]).to.deep.include({limitReached: true})
  })

  it('says that the upstream cannot be asked about any: 5', async () => {
    set()
    scene().openai.backend.usageFaults.push({status: 500, body: {}}, challenge()({} as never) as Answer)
    expect((await told()).code).to.equal(5)
    await scene().openai.kill()
    expect((await json(['cliproxy', 'quota', '--refresh'])).code).to.equal(5)
  })

  it('refuses what means nothing: 2; says that nobody is signed in: 3', async () => {
    expect(await run(['cliproxy', 'quota', '--account', 'nobody', '--json'])).to.include({code: 2, stderr: ''})
    expect(await json(['cliproxy', 'quota', '--provider', 'codx'])).to.deep.equal(
      failedJson(2, {code: 'unknown_provider', message: 'There is no provider "codx".', hint: 'Installed: codex.'}),
    )
    expect(await run(['cliproxy', 'quota', '--refersh'])).to.deep.equal(failed(2, 'Error: Nonexistent flag: --refersh'))
    for (const name of ['john', 'freda']) await run(['cliproxy', 'accounts', 'remove', name, '--yes'])
    expect(await run(['cliproxy', 'quota'])).to.deep.equal(
      failed(3, 'Error: No codex account is signed in.', 'Next: ccs codex --auth'),
    )
    expect(scene().proxy()).to.equal(undefined)
  }).timeout(30_000)

  it('goes on with the others when a token file cannot be read', async () => {
    set()
    const path = scene().home.write('.ccs/cliproxy/auth/codex-x.json', '{')
    const {code, stderr} = await told()
    expect([code, stderr]).to.deep.equal([0, `${path} is not valid JSON (line 1, column 2).\n${KEPT}`])
  })
})

describe('ccs cliproxy quota at the end of a token', () => {
  const scene = useScene(() => ({accounts: [[JOHN, {lifetime: 0}], SARAH]}))

  it("renews that account's own, and asks with it", async () => {
    const {code} = await scene().run(['cliproxy', 'quota'])
    const renewed = scene().openai.requests.filter(({path}) => path === '/oauth/token')
    const asked = scene().openai.requests.filter(({path}) => path.endsWith('/wham/usage'))
    expect([code, renewed.length, asked.map(({account, status}) => [account, status]).toSorted()]).to.deep.equal([
      0,
      1,
      [
        [JOHN.email, 200],
        [SARAH.email, 200],
      ],
    ])
  })
})
