import {expect} from 'chai'
import {usePage} from './use-page.js'

describe('dashboard: routing and logs in Chromium', function () {
  this.timeout(120_000)
  const at = usePage()

  it('says which routing holds after a change was refused', async () => {
    at.running.host.setRouting = () => Promise.reject(new Error('The file cannot be written.'))
    await at.open('routing', 'fieldset')
    const [strategy, affinity] = [at.page.getByRole('radio', {name: 'fill-first'}), at.page.getByRole('checkbox')]
    for (const control of [strategy, affinity]) {
      const before = await control.isChecked()
      await Promise.all([
        at.page.waitForResponse((reply) => reply.url().endsWith('/api/routing') && reply.request().method() === 'GET'),
        control.click(),
      ])
      await at.page.getByRole('alert').waitFor()
      await at.page.waitForFunction(([element, checked]) => (element as HTMLInputElement).checked === checked, [
        await control.elementHandle(),
        before,
      ] as const)
      await at.page.getByRole('button', {name: 'Dismiss'}).click()
    }
  })

  it('goes back in the logs as far as they reach', async () => {
    const line = (index: number) => ({at: new Date(0).toISOString(), level: 'info', text: `line ${index}`})
    at.running.host.logs = async ({cursor}) => ({
      items: [line(Number(cursor ?? 9))],
      cursor: cursor === '7' ? null : String(Number(cursor ?? 9) - 1),
    })
    await at.open('logs', 'ol.log li')
    const older = at.page.getByRole('button', {name: 'Older lines'})
    await older.click()
    await at.page.getByText('line 8').waitFor()
    await older.click()
    await at.page.getByText('line 7').waitFor()
    expect(await older.count()).to.equal(0)
    await at.page.getByRole('button', {name: 'Newest lines only'}).click()
    await at.page.getByText('line 7').waitFor({state: 'detached'})
  })

  it('says in the bar that the logs are paused, and holds them', async () => {
    const lines = ['first']
    at.running.host.logs = async () => ({
      items: lines.map((text) => ({at: new Date(0).toISOString(), level: 'info', text})),
      cursor: null,
    })
    const state = at.page.locator('.live')
    await at.open('logs', 'ol.log li')
    const pause = at.page.getByRole('button', {name: 'Pause', exact: true})
    await Promise.all([at.page.waitForResponse(/logs/), pause.click()])
    expect(await state.textContent()).to.equal('Paused')
    lines.push('second')
    at.running.host.emit({type: 'log', data: {}})
    await at.running.host.renameAccount('codex', 'a2', 'later')
    expect(await at.page.locator('ol.log li').count()).to.equal(1)
    await pause.click()
    await at.page.getByText('second').waitFor()
    await pause.click()
    await at.page.getByRole('link', {name: 'Codex'}).click()
    await at.named('later').waitFor()
    expect(await state.textContent()).to.equal('Live')
  })
})
