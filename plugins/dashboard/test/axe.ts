import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import type {Page} from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Every page by its address, and what its heading says. */
export const PAGES: readonly (readonly [hash: string, heading: RegExp])[] = [
  ['codex', /Codex/],
  ['variants', /^Variants$/],
  ['variants/new', /^New variant$/],
  ['routing', /^Routing$/],
  ['usage', /^Usage$/],
  ['logs', /^Logs$/],
  ['settings', /^Settings$/],
  ['settings/environment', /^Settings$/],
  ['settings/proxy', /^Settings$/],
  ['settings/backups', /^Settings$/],
  ['settings/doctor', /^Settings$/],
]

/** Goes to a page of the open dashboard; resolves once it is there. */
export async function visit(page: Page, hash: string, heading: RegExp): Promise<void> {
  await page.evaluate((to) => (location.hash = `#/${to}`), hash)
  await page.getByRole('heading', {level: 1, name: heading}).waitFor()
  await page
    .getByText(/^(Loading|Looking)…$/)
    .first()
    .waitFor({state: 'detached'})
}

interface Results {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly {readonly target: unknown; readonly failureSummary?: string}[]
  }[]
}

/** What axe finds on the page as it stands, and whether it is wider than the window. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page
    .evaluate(`(() => { const define = undefined; const module = undefined; ${AXE} })()`)
    .catch(() => page.addScriptTag({content: AXE}))
  const {violations} = (await page.evaluate((runOnly) => {
    const {axe} = globalThis as unknown as {axe: {run: (context: Document, options: unknown) => Promise<unknown>}}
    return axe.run(document, {runOnly})
  }, RULES)) as Results
  const found = violations.flatMap(({id, nodes}) =>
    nodes.map(
      ({target, failureSummary}) => `${id} ${JSON.stringify(target)} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  )
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  return (wide ?? 0) > (width ?? 0) ? [...found, `${wide} px wide`] : found
}
