import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Browser, BrowserContext, Page} from 'playwright-core'
import {faultsOf, PAGES, visit} from '../../plugins/dashboard/test/axe.js'
import {launchChromium} from '../../plugins/dashboard/test/chromium.js'
import type {QuotaReport} from '../../src/proxy/reports.js'
import type {SceneOptions} from '../e2e/scene.js'
import {JOHN, PAUL, type Person, SARAH} from '../openai/index.js'
import {installStrangers, providerSource} from '../registry/stranger.js'
import {type DashboardScene, openDashboardScene, until} from './scene.js'

describe('the dashboard in Chromium, over the real host', function () {
  this.timeout(120_000)
  let browser: Browser
  let context: BrowserContext
  let scene: DashboardScene
  let page: Page

  before(async function () {
    browser = await launchChromium(this)
  })
  after(() => browser?.close())
  afterEach(async () => {
    await context?.close()
    await scene?.close()
  })

  const open = async (options: SceneOptions = {accounts: [JOHN, SARAH]}, ready = '.account') => {
    scene = await openDashboardScene(options)
    await show(ready)
  }
  const show = async (ready = '.account') => {
    context = await browser.newContext({
      viewport: {width: 1440, height: 900},
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      locale: 'en-GB',
    })
    page = await context.newPage()
    await page.goto(scene.dashboard.link())
    await page.waitForSelector(ready)
  }
  const named = (name: string) => page.locator('.account', {has: page.getByRole('heading', {name, exact: true})})
  const cli = async (...args: readonly string[]) => {
    const {stdout} = await scene.run([...args, '--json'])
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>
  }
  const listed = async () =>
    ((await cli('cliproxy', 'accounts', 'list')).accounts as readonly {nickname: string; paused: boolean}[]).map(
      ({nickname, paused}) => [nickname, paused],
    )
  const choose = async (who: string, action: string) => {
    await page.getByRole('button', {name: `Actions for ${who}`}).click()
    await page.getByRole('menuitem', {name: action}).click()
  }
  /** The person at the other tab, who says yes and closes it. */
  const approve = async (heading: string) => {
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', {name: 'Open the sign-in page'}).click(),
    ])
    await tab.getByRole('heading', {name: heading, exact: true}).waitFor()
    await tab.close()
  }
  const ownFile = (name: string) => join(scene.home.ccs, name)

  it('shows the numbers of ccs cliproxy quota --json', async () => {
    scene = await openDashboardScene({accounts: [JOHN, SARAH]})
    const quota = scene.openai.backend.quota(JOHN)
    quota.primary = {seconds: 18_000, usedPercent: 91, resetAt: Math.floor(Date.now() / 1000) + 3600}
    const report = (await cli('cliproxy', 'quota')) as unknown as QuotaReport
    await show('.meter')
    for (const {nickname, windows} of report.accounts)
      for (const {label, usedPercent} of windows) {
        const meter = page.getByRole('meter', {name: `${nickname}, ${label}`})
        expect(await meter.getAttribute('aria-valuetext'), nickname).to.match(new RegExp(`^${usedPercent}% used, `))
        expect(await meter.getAttribute('aria-valuenow')).to.equal(String(usedPercent))
      }
    expect(await page.locator('.meter').count()).to.equal(report.accounts.flatMap(({windows}) => windows).length)
    const resets = await page
      .locator('.account time[datetime]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('datetime')))
    for (const {windows} of report.accounts) for (const {resetAt} of windows) expect(resets).to.include(resetAt)
  })

  it('adds an account through the browser, and signs one in again', async () => {
    await open({accounts: [JOHN]})
    scene.openai.issuer.visitor = PAUL
    await page.getByRole('button', {name: 'Add account'}).click()
    await page.getByRole('button', {name: 'In this browser'}).click()
    await approve('Signed in')
    await page.getByText('Signed in as paul (paul@example.org).').first().waitFor()
    await page.getByRole('button', {name: 'Close'}).click()
    await named('paul').waitFor()
    expect(await listed()).to.have.deep.members([
      ['john', false],
      ['paul', false],
    ])

    scene.openai.issuer.revokeAll(JOHN)
    scene.openai.issuer.visitor = JOHN
    await scene.run(['cliproxy', 'quota', '--refresh'])
    await choose('john', 'Refresh quota')
    await named('john').getByRole('button', {name: 'Reauthenticate'}).click()
    await page.getByRole('button', {name: 'In this browser'}).click()
    await approve('Signed in')
    await page.getByText('Signed in as john').first().waitFor()
    await page.getByRole('button', {name: 'Close'}).click()
    await choose('john', 'Refresh quota')
    await named('john').getByText('Ready').waitFor()
    expect(await listed()).to.have.length(2)
  })

  it('keeps nothing when somebody else signs in, until it is asked to', async () => {
    await open({accounts: [JOHN]})
    scene.openai.issuer.visitor = PAUL
    await choose('john', 'Reauthenticate…')
    await page.getByRole('button', {name: 'In this browser'}).click()
    await approve('Not signed in')
    await page.getByText('That sign-in belongs to').first().waitFor()
    expect(await listed()).to.have.length(1)
    await page.getByRole('button', {name: 'Add as a new account'}).click()
    await page.getByText('Signed in as paul').first().waitFor()
    expect(await listed()).to.have.length(2)
  })

  it('discards the sign-in of somebody else', async () => {
    await open({accounts: [JOHN]})
    scene.openai.issuer.visitor = PAUL
    await choose('john', 'Reauthenticate…')
    await page.getByRole('button', {name: 'In this browser'}).click()
    await approve('Not signed in')
    const discarded = page.waitForResponse((reply) => reply.request().method() === 'DELETE')
    await page.getByRole('button', {name: 'Discard'}).click()
    expect((await discarded).status()).to.equal(200)
    expect(await listed()).to.have.length(1)
  })

  it('renames, pauses and removes', async () => {
    await open()
    await choose('sarah', 'Rename…')
    await page.getByLabel('Nickname').fill('שרה at work')
    await page.keyboard.press('Enter')
    await named('שרה at work').waitFor()
    await choose('שרה at work', 'Pause')
    await named('שרה at work').getByText('Paused').waitFor()
    expect(await listed()).to.have.deep.members([
      ['john', false],
      ['שרה at work', true],
    ])
    await choose('שרה at work', 'Remove…')
    await page.getByLabel(/^Type /).fill('שרה at work')
    await page.getByRole('button', {name: 'Remove', exact: true}).click()
    await named('שרה at work').waitFor({state: 'detached'})
    expect(await listed()).to.deep.equal([['john', false]])
  })

  it('follows what is done in a terminal', async () => {
    await open()
    await scene.run(['cliproxy', 'accounts', 'rename', 'sarah', 'elsewhere'])
    await named('elsewhere').waitFor()
    await page.getByRole('link', {name: 'Proxy stopped'}).waitFor()
    await scene.run(['cliproxy', 'start'])
    await page.getByRole('link', {name: `Proxy on port ${scene.proxy()?.port}`}).waitFor()
  })

  it('makes a variant as ccs cliproxy show prints it', async () => {
    await open()
    await visit(page, 'variants/new', /New variant/)
    await page.getByRole('textbox', {name: 'Name'}).fill('quick')
    await page.getByLabel('Account').selectOption('sarah')
    const slot = page.getByRole('group', {name: 'Default', exact: true})
    await slot.getByRole('radio', {name: 'high', exact: true}).check()
    await slot.getByRole('checkbox', {name: 'Fast'}).check()
    const sent = slot.getByText('gpt-5.4-high-fast → gpt-5.4, reasoning.effort high, service_tier priority')
    await sent.waitFor()
    const haiku = page.getByRole('group', {name: 'Haiku', exact: true})
    await haiku.getByLabel('Id').fill('gpt-9')
    await haiku.getByText('There is no model "gpt-9".').waitFor()
    await haiku.getByLabel('Id').fill('gpt-5.4-mini-low')
    await haiku.getByText('gpt-5.4-mini, reasoning.effort low').waitFor()
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('link', {name: 'quick'}).waitFor()
    const {stdout} = await scene.run(['cliproxy', 'show', 'quick'])
    expect(stdout).to.contain('default   gpt-5.4-high-fast -> gpt-5.4, reasoning.effort high, service_tier priority')
    expect(stdout).to.contain('haiku     gpt-5.4-mini-low -> gpt-5.4-mini, reasoning.effort low')
    expect(stdout).to.contain('account   sarah')
    await page.getByRole('link', {name: 'quick'}).click()
    await page.getByRole('textbox', {name: 'Name'}).fill('quicker')
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('link', {name: 'quicker'}).waitFor()
    expect((await cli('cliproxy', 'list')).variants).to.have.length(1)
  })

  it('saves of a variant what was changed here, and leaves what somebody else changed meanwhile', async () => {
    await open()
    await scene.run(['cliproxy', 'create', 'quick', '--provider', 'codex', '--model', 'gpt-5.4', '--effort', 'low'])
    await visit(page, 'variants/quick', /quick/)
    await scene.run(['cliproxy', 'edit', 'quick', '--account', 'sarah', '--haiku', 'gpt-5.4-mini-low'])
    await page.getByRole('group', {name: 'Default', exact: true}).getByLabel('Id').fill('gpt-5.5')
    await page.getByLabel('Effort of all slots').selectOption('')
    const command = "ccs cliproxy edit quick --model gpt-5.5 --opus gpt-5.4 --sonnet gpt-5.4 --effort ''"
    await page.getByText(command, {exact: true}).waitFor()
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('link', {name: 'quick'}).waitFor()
    const shown = await cli('cliproxy', 'show', 'quick')
    const models = shown.models as readonly {readonly slot: string; readonly written: string}[]
    expect(shown).to.deep.include({account: 'sarah', effort: null})
    expect(models.map(({slot, written}) => [slot, written])).to.deep.equal([
      ['default', 'gpt-5.5'],
      ['opus', 'gpt-5.4'],
      ['sonnet', 'gpt-5.4'],
      ['haiku', 'gpt-5.4-mini-low'],
    ])
  })

  it('changes the routing of a proxy that runs', async () => {
    await open()
    await scene.run(['cliproxy', 'start'])
    await visit(page, 'routing', /Routing/)
    await page.getByRole('radio', {name: /^fill-first/}).check()
    await page.getByRole('button', {name: 'Move sarah up'}).click()
    await page.getByText('ccs cliproxy routing order sarah john').waitFor()
    await page.getByLabel('Forgotten after').fill('2h')
    await page.keyboard.press('Enter')
    await page.getByText('ccs cliproxy routing affinity on --ttl 2h').waitFor()
    const {strategy, affinity, accounts} = await cli('cliproxy', 'routing')
    expect({strategy, affinity}).to.deep.equal({strategy: 'fill-first', affinity: {enabled: true, ttl: '2h'}})
    expect((accounts as readonly {nickname: string}[]).map(({nickname}) => nickname)).to.deep.equal(['sarah', 'john'])
    expect(await page.locator('ol.next li').allTextContents()).to.deep.equal(Array(8).fill('sarah'))
  })

  it('shows both versions of a file that was changed meanwhile, and loses neither', async () => {
    scene = await openDashboardScene({accounts: [JOHN]})
    const file = scene.home.write('.ccs/codex.settings.json', '{"env": {"ANTHROPIC_MODEL": "gpt-5.4"}}\n')
    await show()
    await visit(page, 'settings', /Settings/)
    await page.locator('textarea').fill('{"env": {"ANTHROPIC_MODEL": "gpt-5.5"}}\n')
    writeFileSync(file, '{"env": {"ANTHROPIC_MODEL": "gpt-5.2"}}\n')
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('region', {name: 'Now', exact: true}).getByText('gpt-5.2').waitFor()
    expect(await page.getByRole('region', {name: 'After saving'}).textContent()).to.contain('gpt-5.5')
    expect(readFileSync(file, 'utf8')).to.contain('gpt-5.2')
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByText('Saved.').waitFor()
    expect(readFileSync(file, 'utf8')).to.equal('{"env": {"ANTHROPIC_MODEL": "gpt-5.5"}}\n')
    await visit(page, 'settings/backups', /Settings/)
    await page
      .getByRole('button', {name: /^Restore/})
      .first()
      .click()
    await until(
      async () => readFileSync(file, 'utf8'),
      (text) => text.includes('gpt-5.2'),
    )
  })

  it('says where a file is wrong, and writes nothing', async () => {
    scene = await openDashboardScene({accounts: [JOHN]})
    const file = scene.home.write('.ccs/codex.settings.json', '{"env": {}}\n')
    await show()
    await visit(page, 'settings', /Settings/)
    await page.locator('textarea').fill('{\n  "env" {}\n}\n')
    await page.getByText('Line 2, column 9: Colon expected.').waitFor()
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('alert').getByText('would not be valid (line 2, column 9)').waitFor()
    expect(readFileSync(file, 'utf8')).to.equal('{"env": {}}\n')
  })

  it('warns of an address that is not on this machine, and saves it all the same', async () => {
    scene = await openDashboardScene({accounts: [JOHN]})
    const file = scene.home.write('.ccs/codex.settings.json', '{"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:1"}}\n')
    await show()
    await visit(page, 'settings/environment', /Settings/)
    await page.getByText('Well-formed').waitFor()
    await page.getByLabel('Value of ANTHROPIC_BASE_URL').fill('https://proxy.example')
    await page.getByText('Warning for line 1, column 32: ANTHROPIC_BASE_URL does not lead to this machine').waitFor()
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByText('Saved.').waitFor()
    expect(readFileSync(file, 'utf8')).to.equal('{"env": {"ANTHROPIC_BASE_URL": "https://proxy.example"}}\n')
  })

  it('gives out no secret: not on a page, not over the API, not in events, not in a log', async () => {
    scene = await openDashboardScene({accounts: [JOHN, SARAH]})
    scene.home.write('.ccs/codex.settings.json', {env: {ANTHROPIC_MODEL: 'gpt-5.4', MY_TOKEN: 'canary-settings'}})
    await scene.run(['cliproxy', 'start'])
    const config = readFileSync(ownFile('cliproxy/config.yaml'), 'utf8')
    writeFileSync(ownFile('cliproxy/config.yaml'), `${config}remote-management:\n  secret-key: canary-remote\n`)
    const line = {at: new Date().toISOString(), level: 'warn', message: 'x', authorization: 'Bearer canary-in-the-log'}
    writeFileSync(ownFile('cliproxy/logs/proxy.log'), `${JSON.stringify(line)}\n`, {flag: 'a'})
    const given: string[] = []
    context = await browser.newContext({viewport: {width: 1440, height: 900}})
    page = await context.newPage()
    page.on('console', (message) => given.push(message.text()))
    page.on('response', async (response) => {
      given.push(response.url(), JSON.stringify(await response.allHeaders()))
      if (!response.url().endsWith('/api/events')) given.push(await response.text().catch(() => ''))
    })
    await page.goto(scene.dashboard.link())
    await page.waitForSelector('.account .meter')
    await page.evaluate(READ_EVENTS)
    scene.openai.issuer.visitor = PAUL
    await page.getByRole('button', {name: 'Add account'}).click()
    await page.getByRole('button', {name: 'In this browser'}).click()
    await approve('Signed in')
    await page.getByText('Signed in as paul').first().waitFor()
    await page.getByRole('button', {name: 'Close'}).click()
    for (const [hash, heading] of PAGES) {
      await visit(page, hash, heading)
      given.push(await page.content())
      given.push(
        ...(await page
          .locator('input, textarea')
          .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))),
      )
    }
    await visit(page, 'settings', /Settings/)
    for (const title of ['cliproxy/config.yaml', 'codex.settings.json']) {
      await page.getByLabel('File', {exact: true}).selectOption({label: title})
      await page.getByText('Well-formed').waitFor()
      given.push(await page.locator('textarea').inputValue())
    }
    await page.locator('textarea').fill('{"env": {"MY_TOKEN": "<ccs:kept:00000000>"}}')
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('alert').getByText('stands for no value').waitFor()
    given.push(await page.evaluate('globalThis.events'))
    const everything = given.join('\n')
    expect(everything).to.contain('event: login').and.to.contain('<ccs:kept:')
    for (const secret of secretsOf(scene)) expect(everything.includes(secret), secret).to.equal(false)
  })

  it('takes names as text: markup, emoji, right-to-left', async () => {
    const names = ['<img src=x onerror=document.title=1>', '🦊 & "fox"', '‮rtl‬', 'שרה']
    const people = names.map((_, index) => person(index))
    scene = await openDashboardScene({accounts: people})
    await scene.run(['cliproxy', 'accounts', 'rename', 'p0', 'first'])
    const registry = ownFile('cliproxy/accounts.json')
    const data = JSON.parse(readFileSync(registry, 'utf8')) as {
      providers: {codex: {accounts: Record<string, {nickname: string}>}}
    }
    for (const [index, entry] of Object.values(data.providers.codex.accounts).entries())
      entry.nickname = names[index] ?? ''
    writeFileSync(registry, JSON.stringify(data))
    await show()
    expect((await page.locator('.account h2').allTextContents()).sort()).to.deep.equal([...names].sort())
    for (const hash of ['routing', 'variants/new', 'codex']) await visit(page, hash, /./)
    expect(await page.locator('main img').count()).to.equal(0)
    expect(await page.title()).to.equal('Codex · ccs')
    expect(await faultsOf(page)).to.deep.equal([])
  })

  it('shows the provider of somebody else’s plugin, and signs in with its key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ccs-stranger-'))
    const acme = {name: 'acme', type: 'user' as const, event: 'ccs:provider:acme', source: providerSource('acme')}
    const {CCS_DATA_DIR = ''} = installStrangers(folder, [acme])
    await open({accounts: [JOHN], env: {CCS_DATA_DIR}})
    await page.getByRole('link', {name: 'Title of acme'}).click()
    await page.getByRole('heading', {level: 1, name: 'Title of acme'}).waitFor()
    await page.getByRole('button', {name: 'Add account'}).click()
    await page.getByRole('button', {name: 'With an API key'}).click()
    await page.getByLabel('API key').fill('canary-key')
    await page.getByRole('button', {name: 'Finish'}).click()
    await page.getByText('Signed in as e (e@x.test).').first().waitFor()
    await page.getByRole('button', {name: 'Close'}).click()
    await named('e').getByText('Title of acme tells no quota.').waitFor()
    expect(await page.locator('.attention').count()).to.equal(0)
    expect(await page.content()).not.to.contain('canary-key')
    expect(await faultsOf(page)).to.deep.equal([])
    await visit(page, 'variants/new', /New variant/)
    await page.getByLabel('Provider', {exact: true}).selectOption('acme')
    await page.getByRole('group', {name: 'Default', exact: true}).getByText('m → m, reasoning.effort low').waitFor()
    rmSync(folder, {recursive: true, force: true})
  })

  it('stands no account at all', async () => {
    await open({accounts: []}, '.empty')
    expect(await page.locator('.empty').textContent()).to.contain('ccs codex --auth')
    for (const [hash, heading] of PAGES) {
      await visit(page, hash, heading)
      expect(await faultsOf(page), hash).to.deep.equal([])
    }
  })

  it('stands sixty accounts, with one question for each of them upstream', async () => {
    scene = await openDashboardScene({accounts: Array.from({length: 60}, (_, index) => person(index))})
    const asked: string[] = []
    await show()
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    expect(await page.locator('.account').count()).to.equal(60)
    await page.waitForFunction(() => document.querySelectorAll('.account .meter').length === 120)
    expect(scene.openai.requests.filter(({path}) => path.endsWith('/wham/usage'))).to.have.length(60)
    expect(asked.filter((path) => path === '/api/providers/codex').length).to.be.at.most(60)
    expect(await faultsOf(page)).to.deep.equal([])
  })

  it('stands an upstream that is down', async () => {
    scene = await openDashboardScene({accounts: [JOHN, SARAH]})
    await scene.openai.kill()
    await show()
    await named('john')
      .getByText(/ECONNREFUSED/)
      .waitFor()
    await page.getByText('The quota of john could not be read').waitFor()
    await page.getByRole('button', {name: 'Add account'}).click()
    await page.getByRole('button', {name: 'With a code on another device'}).click()
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .getByText(/ECONNREFUSED|fetch failed|network/i)
      .waitFor()
    await page.keyboard.press('Escape')
    for (const [hash, heading] of PAGES) {
      await visit(page, hash, heading)
      expect(await faultsOf(page), hash).to.deep.equal([])
    }
  })

  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 320],
  ] as const) {
    it(`has no accessibility fault with real data: ${colorScheme}, ${width} px`, async () => {
      scene = await openDashboardScene({accounts: [JOHN, SARAH, PAUL]})
      scene.openai.issuer.revokeAll(PAUL)
      scene.home.write('.ccs/codex.settings.json', {env: {ANTHROPIC_MODEL: 'gpt-5.4', MY_TOKEN: 'x'}})
      await scene.run(['cliproxy', 'create', 'quick', '--provider', 'codex', '--model', 'gpt-5.4'])
      await scene.run(['cliproxy', 'quota'])
      await show('.attention')
      await page.emulateMedia({colorScheme, reducedMotion: 'reduce'})
      await page.setViewportSize({width, height: 900})
      for (const [hash, heading] of [...PAGES, ['variants/quick', /quick/] as const]) {
        await visit(page, hash, heading)
        expect(await faultsOf(page), hash).to.deep.equal([])
      }
    })
  }
})

function person(index: number): Person {
  return {email: `p${index}@example.com`, accountId: `acct-${index}`, userId: `user-${index}`, plan: 'plus'}
}

/** Everything in the home that nobody may see, and what only a sign-in under way knows. */
function secretsOf({home, openai}: DashboardScene): readonly string[] {
  const folder = join(home.ccs, 'cliproxy', 'auth')
  const files = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const tokens = files.flatMap(({access_token, refresh_token, id_token}) => [access_token, refresh_token, id_token])
  const [, key] = /api-keys:\n\s+- (\S+)/.exec(readFileSync(join(home.ccs, 'cliproxy', 'config.yaml'), 'utf8')) ?? []
  const verifiers = openai.requests.flatMap(({path, body}) =>
    path === '/oauth/token' ? [(body as {code_verifier?: string}).code_verifier] : [],
  )
  const all = [...tokens, key, ...verifiers, 'canary-settings', 'canary-remote', 'canary-in-the-log']
  expect(existsSync(folder) && tokens.length >= 9 && verifiers.some(Boolean), 'there are secrets').to.equal(true)
  return all.filter((one): one is string => typeof one === 'string' && one.length > 8)
}

/** A second reader of the stream that the page follows. */
const READ_EVENTS = `
  globalThis.events = ''
  void fetch('/api/events', {headers: {'x-ccs-key': localStorage.getItem('ccs-key')}}).then(async ({body}) => {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const {done, value} = await reader.read()
      if (done) return
      globalThis.events += value
    }
  })
`
