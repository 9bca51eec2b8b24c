import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {useScene} from '../../e2e/scene.js'
import {FAKE_RUNTIME} from '../../fakes/run-process.js'
import {failure, JOHN, SARAH, throttled, usageLimit} from '../../openai/index.js'
import {idOf} from '../account-facts.js'
import {commandsOf, failed, failedJson, said} from '../run-command.js'

const STRATEGIES = (chosen: string) =>
  [
    [
      'round-robin',
      'Each new session gets the next account in turn: the load is even, and so is the wear on every window.',
    ],
    ['fill-first', 'New sessions get the first account until it is used up: the others keep a full window in reserve.'],
    ['least-used', 'New sessions get the account whose fullest window is used least: all of them last longest.'],
  ].map(([id, text]) => `  ${id === chosen ? '*' : ' '} ${id}: ${text}`)

const AFFINITY = 'Affinity: on. A session stays on its account, with its subagents, until it was unused for 1h.'

describe('ccs cliproxy routing and cooldown', () => {
  const scene = useScene(() => ({accounts: [JOHN, SARAH], env: {CCS_CLAUDE_PATH: FAKE_RUNTIME}}))
  const {run, json} = commandsOf(scene)
  const proxy = (...args: readonly string[]) => run(['cliproxy', ...args])
  const proxyJson = (...args: readonly string[]) => json(['cliproxy', ...args])
  const ask = (...flags: readonly string[]) => run(['codex', ...flags, 'x'], {env: {FAKE_DO: 'ask gpt-5.4'}})
  const served = () =>
    scene()
      .openai.turns()
      .map(({account}) => account)
  const config = () => readFileSync(join(scene().home.ccs, 'cliproxy', 'config.yaml'), 'utf8')
  const row = (person: typeof JOHN, over = {}) => ({
    id: idOf(person),
    nickname: person.email.split('@')[0],
    state: {code: 'ready', until: null, message: null},
    paused: false,
    priority: 0,
    sessions: 0,
    ...over,
  })

  it('routing tells that subagents are spread, where they are', async () => {
    await run(['settings', 'set', 'proxy.routing.spread-subagents', 'on'])
    expect((await proxy('routing')).stdout).to.contain(
      'Affinity: on. A session, and each of its subagents, stays on its account until it was unused for 1h.\n',
    )
    const {value} = await proxyJson('routing')
    expect(value.affinity).to.deep.equal({enabled: true, ttl: '1h', spreadSubagents: true})
  })

  it('routing shows strategy, sessions, who cools and why, and who is next', async () => {
    await ask('--use', 'john')
    await proxy('routing', 'set', 'round-robin')
    await proxy('accounts', 'pause', 'sarah')
    expect(await proxy('routing')).to.deep.equal(
      said(
        'Routing for codex: round-robin',
        ...STRATEGIES('round-robin'),
        AFFINITY,
        'Accounts:',
        '  john: ready, 1 session',
        '  sarah: paused, 0 sessions',
        'Next sessions: john',
      ),
    )
    scene().openai.script(usageLimit({resetsIn: 7240}))
    await ask()
    const {stdout} = await proxy('routing')
    expect(stdout.split('\n').slice(6)).to.deep.equal([
      "  john: cooling for 2h: The account's usage limit is reached, 2 sessions",
      '  sarah: paused, 0 sessions',
      'No account can serve now.',
      '',
    ])
  }).timeout(30_000)

  it('routing --json is one object', async () => {
    await ask('--use', 'sarah')
    const {value, ...rest} = await proxyJson('routing')
    expect({...rest, value: {...value, accounts: undefined}}).to.deep.equal({
      code: 0,
      stderr: '',
      value: {
        provider: 'codex',
        strategy: 'round-robin',
        affinity: {enabled: true, ttl: '1h'},
        accounts: undefined,
        next: [idOf(SARAH), idOf(JOHN)],
      },
    })
    expect(value.accounts).to.have.deep.members([row(JOHN), row(SARAH, {sessions: 1})])
  })

  it('routing set changes a proxy that runs, and keeps what else stands in the file', async () => {
    await ask()
    const before = config()
    expect(await proxy('routing', 'set', 'fill-first')).to.deep.equal(said('New sessions are routed by fill-first.'))
    expect(config()).to.equal(before.replace('strategy: round-robin', 'strategy: fill-first'))
    expect(await proxyJson('routing', 'set', 'least-used')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {strategy: 'least-used'},
    })
    expect((await proxyJson('routing')).value.strategy).to.equal('least-used')
  }).timeout(30_000)

  it('routing set takes the choice of --use back', async () => {
    await ask('--use', 'sarah')
    await ask()
    await proxy('routing', 'set', 'round-robin')
    await ask()
    await ask()
    expect(served().slice(0, 2)).to.deep.equal([SARAH.email, SARAH.email])
    expect(served().slice(2).toSorted()).to.deep.equal([JOHN.email, SARAH.email])
  }).timeout(30_000)

  it('routing affinity', async () => {
    expect(await proxy('routing', 'affinity', 'on', '--ttl', '2h')).to.deep.equal(
      said('A session stays on its account for 2h after its last request.'),
    )
    expect(await proxyJson('routing', 'affinity', 'off')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {affinity: {enabled: false, ttl: '2h'}},
    })
    expect((await proxy('routing')).stdout.split('\n')[4]).to.equal(
      'Affinity: off. Each request gets an account of its own: the prompt cache and sealed reasoning are lost each time.',
    )
    expect(await proxyJson('routing', 'affinity', 'on', '--ttl', 'soon')).to.deep.equal(
      failedJson(2, {code: 'bad_usage', message: '"soon" is no length of time; write 30m, 1h or 2d.'}),
    )
  }).timeout(30_000)

  it('refuses what it does not know: 2', async () => {
    expect(await proxy('routing', 'set', 'random')).to.deep.equal(
      failed(2, 'Error: Expected random to be one of: round-robin, fill-first, least-used'),
    )
    expect(await proxyJson('routing', 'affinity', 'maybe')).to.deep.equal(
      failedJson(2, {code: 'bad_usage', message: 'Expected maybe to be one of: on, off'}),
    )
    expect(await proxyJson('routing', '--provider', 'codx')).to.deep.equal(
      failedJson(2, {code: 'unknown_provider', message: 'There is no provider "codx".', hint: 'Installed: codex.'}),
    )
  })

  it('cooldown clear lets accounts serve again, all or one; a running proxy follows', async () => {
    scene().openai.script(usageLimit({resetsIn: 7240}), usageLimit({resetsIn: 7240}))
    expect((await ask()).stdout).to.match(/^429 All 2 codex accounts have reached a usage limit\./)
    expect(await proxy('cooldown', 'clear', 'john')).to.deep.equal(said('Serving again: john.'))
    expect(await ask()).to.deep.equal(said('200 You said: hi'))
    expect(await proxyJson('cooldown', 'clear')).to.deep.equal({code: 0, stderr: '', value: {cleared: ['sarah']}})
    expect(await proxy('cooldown', 'clear')).to.deep.equal(said('No account was cooling.'))
    expect((await proxyJson('cooldown', 'clear', 'nobody')).code).to.equal(2)
  }).timeout(30_000)

  it('cooldown clear names an account too that has reached the limit of one model', async () => {
    const error = {type: 'usage_limit_reached', resets_in_seconds: 7240}
    const limit = failure(429, {error}, {'x-codex-active-limit': 'bengalfox'})
    scene().openai.script(limit, limit)
    expect((await ask()).stdout).to.match(/^429 All 2 codex accounts have reached a usage limit\./)
    expect(await proxy('cooldown', 'clear', 'john')).to.deep.equal(said('Serving again: john.'))
    expect(await ask()).to.deep.equal(said('200 You said: hi'))
  }).timeout(30_000)

  it('cooldown clear ends a throttle of a moment too, which the running proxy alone knows', async () => {
    scene().openai.script(throttled(50), throttled(50))
    expect((await ask()).stdout).to.match(/^429 All 2 codex accounts are throttled by the upstream\./)
    expect(await proxyJson('cooldown', 'clear', 'john')).to.deep.equal({
      code: 0,
      stderr: '',
      value: {cleared: ['john']},
    })
    expect(await ask()).to.deep.equal(said('200 You said: hi'))
    expect(served().at(-1)).to.equal('john@example.com')
    expect(await proxy('cooldown', 'clear')).to.deep.equal(said('Serving again: sarah.'))
  }).timeout(30_000)
})
