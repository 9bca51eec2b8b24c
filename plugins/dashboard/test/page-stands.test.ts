import {expect} from 'chai'
import {faultsOf, PAGES, visit} from './axe.js'
import {account} from './sample-views.js'
import {usePage} from './use-page.js'

describe('dashboard: what the page in Chromium stands', function () {
  this.timeout(120_000)
  const at = usePage()

  it('keeps eight tabs live over one stream, and hands it over', async () => {
    await at.open()
    const tabs = await Promise.all(Array.from({length: 7}, () => at.context.newPage()))
    for (const tab of tabs) {
      await tab.goto(`${at.running.origin}/#/codex`)
      await tab.waitForSelector('.account')
    }
    await at.running.host.renameAccount('codex', 'a2', 'everywhere')
    for (const tab of [at.page, ...tabs]) await tab.getByRole('heading', {name: 'everywhere'}).waitFor()
    await at.page.close()
    await at.running.host.renameAccount('codex', 'a2', 'still')
    await tabs[6]?.getByText('Live', {exact: true}).waitFor()
    await at.running.host.renameAccount('codex', 'a2', 'still-live')
    await tabs[6]?.getByRole('heading', {name: 'still-live'}).waitFor()
  })

  it('says in a tab that is opened later that it is live, though nothing happens', async () => {
    await at.open()
    await at.page.getByText('Live', {exact: true}).waitFor()
    const later = await at.context.newPage()
    await later.goto(`${at.running.origin}/#/codex`)
    await later.getByText('Live', {exact: true}).waitFor()
  })

  it('misses nothing when the stream is cut before the first event', async () => {
    let rounds = 0
    await at.page.route('**/api/events', async (route) => {
      rounds += 1
      if (rounds === 1) return route.fulfill({contentType: 'text/event-stream', body: ': hello\n\n'})
      if (rounds === 2) await at.running.host.renameAccount('codex', 'a2', 'meanwhile')
      return route.continue()
    })
    await at.open()
    await at.named('meanwhile').waitFor()
  })

  it('opens by a fresh link that is pasted into the closed tab', async () => {
    await at.page.goto(`${at.running.origin}/`)
    await at.page.getByRole('heading', {name: 'This dashboard is closed to this browser'}).waitFor()
    await at.page.goto(at.running.dashboard.link())
    await at.named('john').waitFor()
    expect(at.page.url()).to.equal(`${at.running.origin}/#/codex`)
    await at.running.host.renameAccount('codex', 'a2', 'heard')
    await at.named('heard').waitFor()
  })

  it('stays open when a used link is opened again', async () => {
    const link = at.running.dashboard.link()
    await at.page.goto(link)
    await at.named('john').waitFor()
    const other = await at.context.newPage()
    await other.goto(link)
    await other.locator('.account').first().waitFor()
    expect(other.url()).to.equal(`${at.running.origin}/#/codex`)
    await at.page.goto(link)
    await at.page.waitForURL(`${at.running.origin}/#/codex`)
    await at.running.host.renameAccount('codex', 'a2', 'everywhere')
    for (const tab of [at.page, other]) await tab.getByRole('heading', {name: 'everywhere'}).waitFor()
  })

  it('says in every tab that it is closed once it was started anew, and opens in all of them by one link', async () => {
    await at.open()
    const other = await at.context.newPage()
    await other.goto(`${at.running.origin}/#/settings`)
    await other.locator('textarea').waitFor()
    await at.restart()
    for (const tab of [at.page, other])
      await tab.getByRole('heading', {name: 'This dashboard is closed to this browser'}).waitFor()
    await (await at.context.newPage()).goto(at.running.dashboard.link())
    await at.named('john').waitFor()
    await other.locator('textarea').waitFor()
    await at.running.host.renameAccount('codex', 'a2', 'heard')
    await at.named('heard').waitFor()
  })

  it('says that it is closed when a call is refused, whatever the stream says', async () => {
    await at.open()
    await at.context.clearCookies()
    await at.page.getByRole('button', {name: 'Refresh'}).click()
    await at.page.getByRole('heading', {name: 'This dashboard is closed to this browser'}).waitFor()
    await at.page.goto(at.running.dashboard.link())
    await at.named('john').waitFor()
    expect(await at.page.getByRole('alert').count()).to.equal(0)
  })

  it('is not read by another site, not even one that rebinds its name', async () => {
    await at.open()
    const foreign = await at.context.newPage()
    const reply = await foreign.goto(`http://evil.example:${at.running.dashboard.port}/`)
    expect(reply?.status()).to.equal(421)
    await foreign.goto('data:text/html,<p>elsewhere')
    const read = await foreign.evaluate(
      (origin) =>
        fetch(`${origin}/api/codex`).then(
          () => 'read',
          () => 'refused',
        ),
      at.running.origin,
    )
    expect(read).to.equal('refused')
    await foreign.setContent(`<iframe src="${at.running.origin}/"></iframe>`)
    const frame = foreign.frames()[1]
    expect(frame === undefined ? '' : await frame.content()).not.to.contain('accounts')
  })

  it('asks nobody but its own server', async () => {
    const asked = new Set<string>()
    at.page.on('request', (request) => asked.add(new URL(request.url()).origin))
    await at.open()
    for (const [hash, heading] of PAGES) await visit(at.page, hash, heading)
    expect([...asked]).to.deep.equal([at.running.origin])
  })

  for (const count of [0, 60]) {
    it(`stands ${count} accounts`, async () => {
      at.running.host.accounts = Array.from({length: count}, (_, index) => account(`a${index}`, `account-${index}`))
      await at.open()
      expect(await at.page.locator('.account').count()).to.equal(count)
    })
  }

  for (const width of [1440, 390, 320]) {
    it(`stands names and paths without a blank: ${width} px`, async () => {
      const {host} = at.running
      const long = 'n'.repeat(64)
      const state = {code: 'needs_reauth', until: null, message: `${long}@example.com must sign in again.`} as const
      host.accounts = [
        account('a1', long, {isDefault: true, plan: `plan_${long}${long}${long}`}),
        account('a2', `${long.slice(1)}m`, {state}),
      ]
      const read = host.readFile
      host.readFile = async (scope) => ({...(await read(scope)), path: `/home/${long}/.ccs/codex.settings.json`})
      await host.saveVariant('quick', {provider: 'codex', account: long, slots: {default: 'gpt-5.4'}}, 'create')
      await at.page.setViewportSize({width, height: 900})
      const sticksOut = (selector: string) =>
        at.page.locator(selector).evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)
      const found: unknown[] = []
      await at.open()
      for (const [hash, heading] of PAGES) {
        await visit(at.page, hash, heading)
        const wide = await at.page.evaluate(() => document.documentElement.scrollWidth)
        found.push([
          hash,
          wide,
          await sticksOut('.account > .identity'),
          width === 1440 && (await sticksOut('.scroll')),
        ])
      }
      expect(found).to.deep.equal(PAGES.map(([hash]) => [hash, width, 0, width === 1440 && 0]))
      await visit(at.page, 'codex', /Codex/)
      await at.page.getByRole('button', {name: `Actions for ${long}`, exact: true}).click()
      await at.page.getByRole('menuitem', {name: 'Remove…'}).click()
      expect(await sticksOut('dialog')).to.equal(0)
    })
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 768, 320]) {
      it(`has no accessibility fault and fits: ${colorScheme}, ${width} px`, async () => {
        await at.page.emulateMedia({colorScheme, reducedMotion: 'reduce'})
        await at.page.setViewportSize({width, height: 900})
        const faults: string[] = []
        const check = async (what: string) => {
          faults.push(...(await faultsOf(at.page)).map((fault) => `${what}: ${fault}`))
        }
        await at.open()
        await at.page.locator('summary').first().click()
        await at.page.getByRole('button', {name: 'Actions for john'}).click()
        await check('codex with menu and details')
        await at.page.keyboard.press('Escape')
        await at.page.getByRole('button', {name: 'Add account'}).click()
        await check('dialog')
        await at.page.keyboard.press('Escape')
        for (const [hash, heading] of PAGES) {
          await visit(at.page, hash, heading)
          await check(hash)
        }
        expect(faults).to.deep.equal([])
      })
    }
  }
})
