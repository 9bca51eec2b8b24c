import type {Browser, BrowserContext, Locator, Page} from 'playwright-core'
import {launchChromium} from './chromium.js'
import {type Running, runDashboard, serveHost} from './dashboard.js'
import {memoryHost} from './memory-host.js'
import {account, window} from './sample-views.js'

/** What a test of the page stands at; new for each test of the suite that calls `usePage`. */
export interface AtPage {
  readonly running: Running
  readonly context: BrowserContext
  readonly page: Page
  /** Opens the page by a link, and goes where the hash says. */
  open(hash?: string, ready?: string): Promise<void>
  /** Ends the dashboard and starts it anew on the same port, over the same host. */
  restart(): Promise<void>
  /** The row of an account. */
  named(name: string): Locator
}

/** Two accounts in Chromium; the suite is passed over where there is none. */
export function usePage(): AtPage {
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

  return {
    get running() {
      return running
    },
    get context() {
      return context
    },
    get page() {
      return page
    },
    async open(hash = 'codex', ready = 'h1') {
      await page.goto(running.dashboard.link())
      await page.waitForSelector('.account, .empty')
      if (hash !== 'codex') await page.evaluate((to) => (location.hash = `#/${to}`), hash)
      await page.waitForSelector(ready)
    },
    async restart() {
      const {host, dashboard} = running
      await dashboard.close()
      running = await serveHost(host, dashboard.port)
    },
    named: (name: string) => page.locator('.account', {has: page.getByRole('heading', {name, exact: true})}),
  }
}
