import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {expect} from 'chai'
import type {Browser, BrowserContext, Page} from 'playwright-core'
import {launchChromium} from './chromium.js'
import {type Running, runDashboard} from './dashboard.js'
import {account, memoryHost, window} from './memory-host.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PAGES = [
  'codex',
  'variants',
  'variants/new',
  'routing',
  'usage',
  'logs',
  'settings',
  'settings/proxy',
  'settings/doctor',
]

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
    for (const hash of PAGES) {
      await page.evaluate((to) => (location.hash = `#/${to}`), hash)
      await page.waitForSelector('h1')
    }
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
          faults.push(...(await axe(page)).map((fault) => `${what}: ${fault}`))
          const wide = await page.evaluate(() => document.documentElement.scrollWidth)
          if (wide > width) faults.push(`${what}: ${wide} px wide`)
        }
        await open()
        await page.locator('summary').first().click()
        await page.getByRole('button', {name: 'Actions for john'}).click()
        await check('codex with menu and details')
        await page.keyboard.press('Escape')
        await page.getByRole('button', {name: 'Add account'}).click()
        await check('dialog')
        await page.keyboard.press('Escape')
        for (const hash of PAGES) {
          await page.evaluate((to) => (location.hash = `#/${to}`), hash)
          await page.waitForFunction(
            (title) => document.title.startsWith(title),
            hash.split('/')[0]?.replace(/^./, (letter) => letter.toUpperCase()) ?? '',
          )
          await page.getByText('Loading…').first().waitFor({state: 'detached'})
          await check(hash)
        }
        expect(faults).to.deep.equal([])
      })
    }
  }
})

async function axe(page: Page): Promise<readonly string[]> {
  await page
    .evaluate(`(() => { const define = undefined; const module = undefined; ${AXE} })()`)
    .catch(() => page.addScriptTag({content: AXE}))
  return page.evaluate(async () => {
    const runner = (
      globalThis as unknown as {
        axe: {
          run: (
            context: Document,
            options: unknown,
          ) => Promise<{violations: {id: string; nodes: {target: unknown; failureSummary?: string}[]}[]}>
        }
      }
    ).axe
    const {violations} = await runner.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.flatMap(({id, nodes}) =>
      nodes.map(
        ({target, failureSummary}) => `${id} ${JSON.stringify(target)} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
      ),
    )
  })
}
