import {expect} from 'chai'
import type {Browser, BrowserContext, Page} from 'playwright-core'
import {faultsOf, PAGES, visit} from './axe.js'
import {launchChromium} from './chromium.js'
import {type Running, runDashboard} from './dashboard.js'
import {memoryHost} from './memory-host.js'
import {account, window} from './sample-views.js'

describe('dashboard: the page in Chromium', function () {
  this.timeout(120_000)
  let browser: Browser
  let running: Running
  let context: BrowserContext
  let page: Page

  before(async function () {
    browser = await launchChromium(this)
  })
  after(() => browser?.close())
  beforeEach(async () => {
    running = await runDashboard(
      memoryHost([
        account('a1', 'john', {
          isDefault: true,
          windows: [window(18_000, 90, 2, [45, 50]), window(604_800, 42, 54)],
          features: [{name: 'GPT-5.3 Codex Spark', windows: [window(18_000, 10, 2)]}],
        }),
        account('a2', 'sarah'),
      ]),
    )
    context = await browser.newContext({
      viewport: {width: 1440, height: 900},
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      locale: 'en-GB',
    })
    page = await context.newPage()
  })
  afterEach(async () => {
    await context.close()
    await running.dashboard.close()
  })

  const open = async (hash = 'codex', ready = 'h1') => {
    await page.goto(running.dashboard.link())
    await page.waitForSelector('.account, .empty')
    if (hash !== 'codex') await page.evaluate((to) => (location.hash = `#/${to}`), hash)
    await page.waitForSelector(ready)
  }
  const named = (name: string) => page.locator('.account', {has: page.getByRole('heading', {name, exact: true})})

  it('shows what each account has used, and the code is gone from the address', async () => {
    await open()
    expect(await page.getByRole('meter', {name: 'john, 5-hour'}).getAttribute('aria-valuetext')).to.match(
      /^45\/50 messages used, Nearly used up, resets /,
    )
    expect(await page.getByRole('meter', {name: 'john, Weekly'}).getAttribute('aria-valuetext')).to.match(
      /^42% used, On pace, resets /,
    )
    expect(page.url()).to.equal(`${running.origin}/#/codex`)
    expect(await page.title()).to.equal('Codex · ccs')
  })

  it('asks five times before there is anything to see', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/-\w{8}\./, '.')))
    await page.goto(running.dashboard.link())
    await page.waitForSelector('.account')
    const needed = asked.slice(0, asked.indexOf('/api/providers/codex') + 1)
    // What nothing on the page waits for may go out before or after.
    const besides = ['/favicon.svg', '/api/proxy', '/api/events']
    expect(needed.filter((path) => !besides.includes(path))).to.deep.equal([
      '/',
      '/style.css',
      '/main.js',
      '/api/session',
      '/api/providers/codex',
    ])
  })

  it('says how to get in when there is no session', async () => {
    await page.goto(`${running.origin}/`)
    expect(await page.textContent('main')).to.contain('ccs config')
    await page.goto(`${running.origin}/#code=wrong`)
    expect(await page.textContent('main')).to.contain('ccs config')
  })

  it('makes default, renames, pauses and removes from the menu, by keyboard', async () => {
    await open()
    await page.getByRole('button', {name: 'Actions for sarah'}).press('Enter')
    await page.keyboard.press('Enter')
    await named('sarah').getByText('Default').waitFor()
    await page.getByRole('button', {name: 'Actions for sarah'}).click()
    await page.getByRole('menuitem', {name: 'Rename…'}).click()
    await page.getByLabel('Nickname').fill('sara <b>& 🦊')
    await page.keyboard.press('Enter')
    await named('sara <b>& 🦊').waitFor()
    await page.getByRole('button', {name: 'Actions for sara'}).click()
    await page.getByRole('menuitem', {name: 'Pause'}).click()
    await named('sara <b>& 🦊').getByText('Paused').waitFor()
    await page.getByRole('button', {name: 'Actions for sara'}).click()
    await page.getByRole('menuitem', {name: 'Remove…'}).click()
    await page.getByLabel(/^Type /).fill('sara <b>& 🦊')
    await page.getByRole('button', {name: 'Remove', exact: true}).click()
    await named('sara <b>& 🦊').waitFor({state: 'detached'})
    expect(running.host.accounts.map(({id}) => id)).to.deep.equal(['a1'])
  })

  it('keeps what is being typed when the page hears news', async () => {
    await open()
    await page.getByRole('button', {name: 'Actions for sarah'}).click()
    await page.getByRole('menuitem', {name: 'Rename…'}).click()
    const nickname = page.getByLabel('Nickname')
    await nickname.fill('half a na')
    await running.host.pauseAccount('codex', 'a1')
    await named('john').getByText('Paused').waitFor()
    expect(await nickname.inputValue()).to.equal('half a na')
    await page.keyboard.press('Escape')
    await page.getByRole('link', {name: 'Routing'}).click()
    const ttl = page.getByLabel('Forgotten after')
    expect(await ttl.inputValue()).to.equal('1h')
    await ttl.fill('1h0')
    await running.host.setRouting({strategy: 'fill-first'})
    await page.getByRole('radio', {name: /fill-first/, checked: true}).waitFor()
    expect(await ttl.inputValue()).to.equal('1h0')
    await running.host.setRouting({affinity: {ttl: '2h'}})
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input.small')?.value === '2h')
  })

  it('uses one account only', async () => {
    running.host.accounts = [account('a1', 'john', {isDefault: true}), account('a2', 'sarah', {paused: true})]
    await open()
    await page.getByRole('button', {name: 'Actions for sarah'}).click()
    await page.getByRole('menuitem', {name: 'Use only this one'}).click()
    await named('sarah').getByText('Default').waitFor()
    expect(running.host.accounts.map(({nickname, paused, isDefault}) => [nickname, paused, isDefault])).to.deep.equal([
      ['john', true, false],
      ['sarah', false, true],
    ])
  })

  it('says of each account what it is worth now', async () => {
    running.host.accounts = [
      account('a1', 'full', {windows: [window(18_000, 100, 2)]}),
      account('a2', 'gone', {state: {code: 'revoked', until: null, message: 'ended'}}),
      account('a3', 'blank', {windows: [], error: 'The network is down.'}),
    ]
    await open()
    expect(await named('full').locator('.badges').textContent()).to.match(/^plusLimit reached until /)
    expect(await named('gone').locator('.badges').textContent()).to.equal('plusSign in again')
    expect(await named('blank').locator('.meters').textContent()).to.equal('The network is down.')
  })

  it('reauthenticates an account in place', async () => {
    running.host.accounts = [
      account('a1', 'john', {state: {code: 'needs_reauth', until: null, message: 'expired'}, windows: []}),
    ]
    await open()
    await page.getByRole('button', {name: 'Reauthenticate'}).click()
    await page.getByRole('button', {name: 'By pasting the address it ends on'}).click()
    await page.getByLabel('The address the browser ended on').fill('http://localhost:1455/auth/callback?code=x&state=y')
    await page.getByRole('button', {name: 'Finish'}).click()
    await page.getByText('Signed in.').first().waitFor()
    await page.getByRole('button', {name: 'Close'}).click()
    await named('john').getByText('Ready').waitFor()
    expect(running.host.accounts).to.have.length(1)
  })

  it('makes a variant and says what will be sent', async () => {
    await open('variants/new', 'form.editor')
    await page.getByRole('textbox', {name: 'Name'}).fill('codex-fast')
    const slot = page.getByRole('group', {name: 'Default', exact: true})
    await slot.getByRole('radio', {name: 'high', exact: true}).check()
    await slot.getByRole('checkbox', {name: 'Fast'}).check()
    await slot.getByText('gpt-5.4-high-fast → gpt-5.4, reasoning.effort high, service_tier priority').waitFor()
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByRole('link', {name: 'codex-fast'}).waitFor()
    expect((await running.host.variants()).map(({name, slots}) => [name, slots.default])).to.deep.equal([
      ['codex-fast', 'gpt-5.4-high-fast'],
    ])
  })

  it('shows both versions of a file that was changed outside', async () => {
    await open('settings', 'textarea')
    await page.locator('textarea').fill('{"env": {"ANTHROPIC_MODEL": "gpt-5.5"}}')
    running.host.files_.set('codex', '{"env": {"ANTHROPIC_MODEL": "gpt-5.2"}}')
    await page.getByRole('button', {name: 'Save'}).click()
    const now = page.getByRole('region', {name: 'Now', exact: true})
    await now.getByText('gpt-5.2').waitFor()
    expect(await page.getByRole('region', {name: 'After saving'}).textContent()).to.contain('gpt-5.5')
    expect(running.host.files_.get('codex')).to.contain('gpt-5.2')
  })

  it('changes variables one by one, and nothing else in the file', async () => {
    running.host.files_.set('codex', '{\n  // mine\n  "env": {\n    "A": "1",\n    "B": "2"\n  }\n}\n')
    await open('settings/environment', 'table')
    await page.getByLabel('Value of A').fill('"3"')
    await page.getByRole('button', {name: 'Remove B'}).click()
    await page.getByLabel('New variable').fill('C')
    await page.getByLabel('Value', {exact: true}).fill('4')
    await page.getByRole('button', {name: 'Add'}).click()
    await page.getByRole('button', {name: 'Save'}).click()
    await page.getByText('Saved.').waitFor()
    expect(running.host.files_.get('codex')).to.equal(
      '{\n  // mine\n  "env": {\n    "A": "\\"3\\"",\n    "C": "4"\n  }\n}\n',
    )
  })

  it('goes back in the logs as far as they reach', async () => {
    const line = (index: number) => ({at: new Date(0).toISOString(), level: 'info', text: `line ${index}`})
    running.host.logs = async ({cursor}) => ({
      items: [line(Number(cursor ?? 9))],
      cursor: cursor === '7' ? null : String(Number(cursor ?? 9) - 1),
    })
    await open('logs', 'ol.log li')
    const older = page.getByRole('button', {name: 'Older lines'})
    await older.click()
    await page.getByText('line 8').waitFor()
    await older.click()
    await page.getByText('line 7').waitFor()
    expect(await older.count()).to.equal(0)
    await page.getByRole('button', {name: 'Newest lines only'}).click()
    await page.getByText('line 7').waitFor({state: 'detached'})
  })

  it('keeps eight tabs live over one stream, and hands it over', async () => {
    await open()
    const tabs = await Promise.all(Array.from({length: 7}, () => context.newPage()))
    for (const tab of tabs) {
      await tab.goto(`${running.origin}/#/codex`)
      await tab.waitForSelector('.account')
    }
    await running.host.renameAccount('codex', 'a2', 'everywhere')
    for (const tab of [page, ...tabs]) await tab.getByRole('heading', {name: 'everywhere'}).waitFor()
    await page.close()
    await running.host.renameAccount('codex', 'a2', 'still')
    await tabs[6]?.getByText('Live', {exact: true}).waitFor()
    await running.host.renameAccount('codex', 'a2', 'still-live')
    await tabs[6]?.getByRole('heading', {name: 'still-live'}).waitFor()
  })

  it('is not read by another site, not even one that rebinds its name', async () => {
    await open()
    const foreign = await context.newPage()
    const reply = await foreign.goto(`http://evil.example:${running.dashboard.port}/`)
    expect(reply?.status()).to.equal(421)
    await foreign.goto('data:text/html,<p>elsewhere')
    const read = await foreign.evaluate(
      (origin) =>
        fetch(`${origin}/api/codex`).then(
          () => 'read',
          () => 'refused',
        ),
      running.origin,
    )
    expect(read).to.equal('refused')
    await foreign.setContent(`<iframe src="${running.origin}/"></iframe>`)
    const frame = foreign.frames()[1]
    expect(frame === undefined ? '' : await frame.content()).not.to.contain('accounts')
  })

  it('asks nobody but its own server', async () => {
    const asked = new Set<string>()
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    await open()
    for (const [hash, heading] of PAGES) await visit(page, hash, heading)
    expect([...asked]).to.deep.equal([running.origin])
  })

  for (const count of [0, 60]) {
    it(`stands ${count} accounts`, async () => {
      running.host.accounts = Array.from({length: count}, (_, index) => account(`a${index}`, `account-${index}`))
      await open()
      expect(await page.locator('.account').count()).to.equal(count)
    })
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 768, 320]) {
      it(`has no accessibility fault and fits: ${colorScheme}, ${width} px`, async () => {
        await page.emulateMedia({colorScheme, reducedMotion: 'reduce'})
        await page.setViewportSize({width, height: 900})
        const faults: string[] = []
        const check = async (what: string) => {
          faults.push(...(await faultsOf(page)).map((fault) => `${what}: ${fault}`))
        }
        await open()
        await page.locator('summary').first().click()
        await page.getByRole('button', {name: 'Actions for john'}).click()
        await check('codex with menu and details')
        await page.keyboard.press('Escape')
        await page.getByRole('button', {name: 'Add account'}).click()
        await check('dialog')
        await page.keyboard.press('Escape')
        for (const [hash, heading] of PAGES) {
          await visit(page, hash, heading)
          await check(hash)
        }
        expect(faults).to.deep.equal([])
      })
    }
  }
})
