import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import {gate} from '../../../test/openai/gate.js'
import {usePage} from './use-page.js'

describe('dashboard: usage in Chromium', function () {
  this.timeout(120_000)
  const at = usePage()

  const named = (name: string) => at.page.getByRole('rowheader', {name, exact: true})
  /** Answers that tell what they were asked for, each after what is to happen before. */
  const answerByRange = (before: Readonly<Record<string, () => Promise<void>>>) => {
    const {host} = at.running
    const usage = host.usage
    host.usage = async (query) => {
      await before[query.since]?.()
      const answer = await usage(query)
      return {...answer, rows: answer.rows.slice(0, 1).map((row) => ({...row, key: `since ${query.since}`}))}
    }
  }

  it('is that of the range that was chosen last, whichever answer comes last', async () => {
    const held = gate()
    answerByRange({'7d': () => held.opened})
    await at.open('usage', 'figure')
    const late = at.page.waitForResponse(/from=7d/)
    await at.page.getByText('7d', {exact: true}).click()
    await at.page.getByText('30d', {exact: true}).click()
    await named('since 30d').waitFor()
    held.open()
    await (await late).finished()
    await at.page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await named('since 30d').count()).to.equal(1)
  })

  it('is that of a command, which says the end as well', async () => {
    await at.open('usage', 'figure')
    await at.page.getByRole('textbox', {name: 'Until'}).fill('2026-01-31')
    await at.page.getByText('ccs cliproxy usage --since 24h --until 2026-01-31 --by model', {exact: true}).waitFor()
  })

  it('is saved as CSV, whatever a nickname holds', async () => {
    const {host} = at.running
    const usage = host.usage
    host.usage = async (query) => {
      const answer = await usage(query)
      const [row] = answer.rows
      const keys = ['john', 'a "b", c', '=cmd|"x",1']
      return {...answer, rows: row === undefined ? [] : keys.map((key) => ({...row, key}))}
    }
    await at.open('usage', 'figure')
    const saved = at.page.waitForEvent('download')
    await at.page.getByRole('button', {name: 'Save as CSV'}).click()
    const text = readFileSync(await (await saved).path(), 'utf8')
    const names = text.split('\n').map((line) => /^(name|"(?:[^"]|"")*")(?=(?:,\w+){6}$)/.exec(line)?.[0])
    expect(names).to.deep.equal(['name', '"john"', '"a ""b"", c"', '"\'=cmd|""x"",1"'])
  })

  it('is not that of another range when it cannot be told', async () => {
    answerByRange({'7d': () => Promise.reject(new Error('Not now.'))})
    await at.open('usage', 'figure')
    await named('since 24h').waitFor()
    await at.page.getByText('7d', {exact: true}).click()
    await at.page.getByText('The dashboard failed.').waitFor()
    expect(await named('since 24h').count()).to.equal(0)
  })
})
