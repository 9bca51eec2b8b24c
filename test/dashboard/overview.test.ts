import {chmodSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {AccountView, Overview} from '../../src/contract/index.js'
import type {QuotaReport, WindowReport} from '../../src/proxy/reports.js'
import {FREDA, JOHN, JOHN_AT_WORK, PAUL, SARAH} from '../openai/index.js'
import {until, useDashboard} from './scene.js'

describe('the dashboard: overview', () => {
  const scene = useDashboard(() => ({accounts: [JOHN, SARAH]}))
  const overview = async () => (await scene().get('/api/codex')) as unknown as Overview
  const known = () =>
    until(overview, ({accounts}) => accounts.every(({windows, error}) => windows.length > 0 || error !== null))
  const named = ({accounts}: Overview, nickname: string) =>
    accounts.find((one) => one.nickname === nickname) as AccountView
  const cli = async (...args: readonly string[]) => {
    const {stdout} = await scene().run([...args, '--json'])
    return JSON.parse(stdout) as unknown
  }

  it('offers the highest level of effort where some model has it', async () => {
    const efforts = async () => (await scene().get('/api/bootstrap')).efforts as readonly string[]
    const named = ['minimal', 'low', 'medium', 'high', 'xhigh']
    expect(await efforts()).to.deep.equal(named)
    await scene().run(['cliproxy', 'start'])
    expect(await until(efforts, (all) => all.length > named.length)).to.deep.equal([...named, 'max'])
  })

  it('shows the same numbers as ccs cliproxy quota --json, from the same cache', async () => {
    const report = (await cli('cliproxy', 'quota')) as QuotaReport
    const {asOf, cachedUntil, accounts, proxy} = await overview()
    expect(proxy).to.deep.include({running: true, port: scene().proxy()?.port, engine: 'embedded'})
    expect({asOf, cachedUntil}).to.deep.equal({asOf: report.asOf, cachedUntil: report.cachedUntil})
    const shown = accounts.map(({id, nickname, email, plan, state, windows, features, credits}) => {
      return {id, nickname, email, plan, state, windows, features, credits}
    })
    const named = ({seconds, ...window}: WindowReport) => {
      return {...window, seconds, windowSeconds: seconds, id: seconds === 18_000 ? '5h' : '7d'}
    }
    const told = report.accounts.map(({id, nickname, email, plan, state, windows, features, credits}) => {
      const all = features.map((feature) => ({...feature, windows: feature.windows.map(named)}))
      return {id, nickname, email, plan, state, windows: windows.map(named), features: all, credits}
    })
    expect(shown).to.deep.equal(told)
    expect(accounts.map(({asOf: at}) => at)).to.deep.equal(report.accounts.map(({asOf: at}) => at))
    expect(shown[0]?.windows.map(({label, usedPercent}) => [label, usedPercent])).to.deep.equal([
      ['5-hour', 12],
      ['Weekly', 34],
    ])
  })

  it('asks without a proxy, and starts none by looking', async () => {
    const {accounts, proxy, source} = await known()
    expect(accounts.map(({windows}) => windows.length)).to.deep.equal([2, 2])
    expect(proxy.running).to.equal(false)
    expect(source).to.equal('cache')
    expect(scene().proxy()).to.equal(undefined)
  })

  it('asks each account once within two minutes, however often the page is loaded', async () => {
    await known()
    await Promise.all([overview(), overview(), overview()])
    const asked = scene().openai.requests.filter(({path}) => path.endsWith('/wham/usage'))
    expect(asked).to.have.length(2)
  })

  it('keeps its numbers when a proxy starts, restarts and stops, and asks nobody for them again', async () => {
    const {asOf, cachedUntil, accounts} = await known()
    const numbers = accounts.map(({nickname, asOf: at, windows}) => ({nickname, at, windows}))
    for (const action of ['start', 'restart', 'stop']) {
      await scene().run(['cliproxy', action])
      const now = await overview()
      expect(now.proxy.running, action).to.equal(action !== 'stop')
      const shown = now.accounts.map(({nickname, asOf: at, windows}) => ({nickname, at, windows}))
      expect({asOf: now.asOf, shown}, action).to.deep.equal({asOf, shown: numbers})
      expect(Date.parse(now.cachedUntil ?? '')).to.be.closeTo(Date.parse(cachedUntil ?? ''), 5000)
    }
    expect(scene().openai.requests.filter(({path}) => path.endsWith('/wham/usage'))).to.have.length(2)
  })

  it('waits once for a proxy that does not answer, and says so', async () => {
    await scene().run(['cliproxy', 'start'])
    const {pid = 0, port = 0} = scene().proxy() ?? {}
    process.kill(pid, 'SIGSTOP')
    try {
      const begun = Date.now()
      const {proxy, attention, accounts} = await overview()
      expect(Date.now() - begun).to.be.lessThan(9000)
      expect(accounts.map(({nickname}) => nickname)).to.deep.equal(['john', 'sarah'])
      expect(proxy).to.deep.include({running: false, pid, port})
      expect(attention).to.deep.equal([
        {
          code: 'proxy_silent',
          accountId: null,
          text: `The proxy on port ${port} (process ${pid}) does not answer.`,
          command: 'ccs cliproxy start',
        },
      ])
      expect((await scene().run(['cliproxy', 'status'])).stdout).to.equal(
        `The proxy on port ${port} (process ${pid}) does not answer. \`ccs cliproxy start\` starts another one.\n`,
      )
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }).timeout(60_000)

  it('shows the accounts at once when the upstream is down, and says why there are no numbers', async () => {
    await scene().openai.kill()
    const first = await overview()
    expect(first.accounts.map(({nickname}) => nickname)).to.deep.equal(['john', 'sarah'])
    const {accounts, attention} = await known()
    expect(accounts.map(({windows}) => windows)).to.deep.equal([[], []])
    expect(accounts[0]?.error).to.contain('ECONNREFUSED')
    expect(attention.map(({code, command}) => [code, command])).to.deep.equal([
      ['quota_unknown', 'ccs doctor --online'],
      ['quota_unknown', 'ccs doctor --online'],
    ])
  })

  it('lets an upstream that is down rest: looking again asks nobody', async () => {
    await scene().openai.kill()
    const told: string[] = []
    const stop = scene().host.watch(({type}) => type === 'quota' && told.push(type))
    await known()
    // One at once, the others together.
    await until(
      async () => told.length,
      (count) => count === 2,
    )
    const begun = Date.now()
    await until(overview, () => Date.now() - begun > 600)
    stop()
    expect(told).to.have.length(2)
  })

  it('says what needs a person: reauthentication, a spent default, a paused one, a broken file', async () => {
    const {openai, home} = scene()
    const {accounts: before} = await known()
    const [john, sarah] = before.map(({id}) => id)
    openai.issuer.revokeAll(SARAH)
    openai.backend.quota(JOHN).primary = {seconds: 18_000, usedPercent: 100, resetAt: Math.ceil(Date.now() / 1000) + 60}
    home.write('.ccs/cliproxy/auth/codex-broken.json', '{"type": "codex",')
    await scene().run(['cliproxy', 'quota', '--refresh'])
    const {attention} = await overview()
    expect(attention.map(({code, accountId}) => [code, accountId])).to.deep.equal([
      ['reauth', sarah],
      ['default_limit', john],
      ['broken_file', null],
    ])
    await scene().call('POST', `/api/codex/accounts/${john}/pause`, {})
    expect((await overview()).attention.map(({code}) => code)).to.include('default_paused')
  })

  it('keeps what is no secret of the page to itself', async () => {
    const {path} = scene().home
    await known()
    const {text} = await scene().call('GET', '/api/codex')
    expect(text).not.to.match(/eyJ|refresh_token|access_token/)
    expect(text).not.to.contain(path)
  })

  it('tells what a sign-in is worth: paid until when, and when it was renewed', async () => {
    const file = scene().home.add({...FREDA, paidUntil: '2027-01-31T00:00:00+00:00'})
    const {last_refresh: renewed} = JSON.parse(readFileSync(file, 'utf8')) as {readonly last_refresh: string}
    const shown = await overview()
    const {subscriptionEndsAt, lastRefreshedAt} = named(shown, 'freda')
    expect({subscriptionEndsAt, lastRefreshedAt}).to.deep.equal({
      subscriptionEndsAt: '2027-01-31T00:00:00.000Z',
      lastRefreshedAt: new Date(renewed).toISOString(),
    })
    expect(named(shown, 'john').subscriptionEndsAt).to.equal(null)
  })

  it('tells accounts of one e-mail apart', async () => {
    scene().home.add(JOHN_AT_WORK)
    const {accounts} = await overview()
    expect(accounts.map(({email, workspaceTail}) => [email, workspaceTail])).to.have.deep.members([
      ['john@example.com', 'john'],
      ['john@example.com', 'work'],
      ['sarah@company.com', null],
    ])
  })

  it('says that a plan gets another model', async () => {
    const {home} = scene()
    home.add(FREDA)
    home.add(PAUL)
    home.write('.ccs/codex.settings.json', {env: {ANTHROPIC_MODEL: 'gpt-5.5'}})
    const freda = named(await known(), 'freda')
    await scene().call('POST', `/api/codex/accounts/${freda.id}/default`, {})
    const {attention} = await overview()
    expect(attention).to.deep.equal([
      {
        code: 'plan',
        accountId: freda.id,
        text: 'freda: gpt-5.5 is not in the free plan: requests go to gpt-5.4. Your settings stay as they are.',
        command: 'ccs codex --config',
      },
    ])
  })

  it('tells a configuration that cannot be read with its place, and everything else goes on', async () => {
    const {home} = scene()
    writeFileSync(join(home.ccs, 'cliproxy', 'config.yaml'), 'port: [1\n')
    chmodSync(join(home.ccs, 'cliproxy', 'config.yaml'), 0o600)
    const {status, json} = await scene().call('GET', '/api/codex')
    const {code, message} = json().error as {code: string; message: string}
    expect([status, code]).to.deep.equal([422, 'invalid_file'])
    expect(message).to.contain('cliproxy/config.yaml is not valid YAML (line 2, column 1)')
    expect((await scene().call('GET', '/api/settings/proxy')).status).to.equal(200)
  })
})
