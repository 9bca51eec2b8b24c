import {expect} from 'chai'
import {gate} from '../../../test/openai/gate.js'
import {account, window} from './sample-views.js'
import {usePage} from './use-page.js'

describe('dashboard: accounts in Chromium', function () {
  this.timeout(120_000)
  const at = usePage()

  it('shows what each account has used, and the code is gone from the address', async () => {
    await at.open()
    expect(await at.page.getByRole('meter', {name: 'john, 5-hour'}).getAttribute('aria-valuetext')).to.match(
      /^45\/50 messages used, Nearly used up, resets /,
    )
    expect(await at.page.getByRole('meter', {name: 'john, Weekly'}).getAttribute('aria-valuetext')).to.match(
      /^42% used, On pace, resets /,
    )
    expect(at.page.url()).to.equal(`${at.running.origin}/#/codex`)
    expect(await at.page.title()).to.equal('Codex · ccs')
  })

  it('makes default, renames, pauses and removes from the menu, by keyboard', async () => {
    await at.open()
    await at.page.getByRole('button', {name: 'Actions for sarah'}).press('Enter')
    await at.page.keyboard.press('Enter')
    await at.named('sarah').getByText('Default').waitFor()
    await at.page.getByRole('button', {name: 'Actions for sarah'}).click()
    await at.page.getByRole('menuitem', {name: 'Rename…'}).click()
    await at.page.getByLabel('Nickname').fill('sara <b>& 🦊')
    await at.page.keyboard.press('Enter')
    await at.named('sara <b>& 🦊').waitFor()
    await at.page.getByRole('button', {name: 'Actions for sara'}).click()
    await at.page.getByRole('menuitem', {name: 'Pause'}).click()
    await at.named('sara <b>& 🦊').getByText('Paused').waitFor()
    await at.page.getByRole('button', {name: 'Actions for sara'}).click()
    await at.page.getByRole('menuitem', {name: 'Remove…'}).click()
    await at.page.getByLabel(/^Type /).fill('sara <b>& 🦊')
    await at.page.getByRole('button', {name: 'Remove', exact: true}).click()
    await at.named('sara <b>& 🦊').waitFor({state: 'detached'})
    expect(at.running.host.accounts.map(({id}) => id)).to.deep.equal(['a1'])
  })

  it('uses one account only', async () => {
    at.running.host.accounts = [account('a1', 'john', {isDefault: true}), account('a2', 'sarah', {paused: true})]
    await at.open()
    await at.page.getByRole('button', {name: 'Actions for sarah'}).click()
    await at.page.getByRole('menuitem', {name: 'Use only this one'}).click()
    await at.named('sarah').getByText('Default').waitFor()
    expect(
      at.running.host.accounts.map(({nickname, paused, isDefault}) => [nickname, paused, isDefault]),
    ).to.deep.equal([
      ['john', true, false],
      ['sarah', false, true],
    ])
  })

  it('says of each account what it is worth now', async () => {
    at.running.host.accounts = [
      account('a1', 'full', {windows: [window(18_000, 100, 2)]}),
      account('a2', 'gone', {state: {code: 'revoked', until: null, message: 'ended'}}),
      account('a3', 'blank', {windows: [], error: 'The network is down.'}),
    ]
    await at.open()
    expect(await at.named('full').locator('.badges').textContent()).to.match(/^plusLimit reached until /)
    expect(await at.named('gone').locator('.badges').textContent()).to.equal('plusSign in again')
    expect(await at.named('blank').locator('.meters').textContent()).to.equal('The network is down.')
  })

  it('tells a time by its date where the day of the week would mean another one', async () => {
    const DAY = 86_400_000
    const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString()
    const written = async (days: number) => {
      const state = {code: 'cooling', until: inDays(days), message: null} as const
      at.running.host.accounts = [account('a1', `in-${days}`, {state})]
      at.running.host.emit({type: 'codex', data: {}})
      return at.named(`in-${days}`).locator('.badges time').textContent()
    }
    await at.open()
    for (const days of [0.5, 3, 6.9]) expect(await written(days)).to.match(/^\w{3} \d\d:\d\d$/)
    for (const days of [-30, -0.5, 7.1, 20, 400]) {
      const date = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeZone: 'UTC'}).format(
        Date.parse(inDays(days)),
      )
      expect((await written(days))?.slice(0, date.length)).to.equal(date)
    }
  })

  it('says why an account rests without a pointer on its badge', async () => {
    const state = {code: 'cooling', until: null, message: 'Too many requests.'} as const
    at.running.host.accounts = [account('a1', 'tired', {state})]
    await at.open()
    await at.named('tired').locator('summary').press('Enter')
    await at.named('tired').getByText('Too many requests.').waitFor()
  })

  it('knows no pace of a window that nobody said the end of', async () => {
    const windows = [0, 50, 95].map((used) => ({...window(18_000, used, 2), label: `at ${used}`, resetAt: null}))
    at.running.host.accounts = [account('a1', 'open', {windows})]
    await at.open()
    const meters = at.named('open').locator('.meter')
    expect(await meters.locator('.meter-foot').allTextContents()).to.deep.equal(
      ['On pace', 'Unknown', 'Nearly used up'].map((pace) => `${pace}reset time unknown`),
    )
    expect(await meters.locator('.mark').count()).to.equal(0)
  })

  it('reauthenticates an account in place', async () => {
    at.running.host.accounts = [
      account('a1', 'john', {state: {code: 'needs_reauth', until: null, message: 'expired'}, windows: []}),
    ]
    await at.open()
    await at.page.getByRole('button', {name: 'Reauthenticate'}).click()
    await at.page.getByRole('button', {name: 'By pasting the address it ends on'}).click()
    await at.page
      .getByLabel('The address the browser ended on')
      .fill('http://localhost:1455/auth/callback?code=x&state=y')
    await at.page.getByRole('button', {name: 'Finish'}).click()
    await at.page.getByText('Signed in.').first().waitFor()
    await at.page.getByRole('button', {name: 'Close'}).click()
    await at.named('john').getByText('Ready').waitFor()
    expect(at.running.host.accounts).to.have.length(1)
  })

  it('stays signed in when an older answer comes late', async () => {
    const {host} = at.running
    const login = host.login
    const held = gate()
    host.login = async (id) => {
      const view = await login(id)
      await held.opened
      return view
    }
    await at.open()
    await at.page.getByRole('button', {name: 'Add account'}).click()
    await at.page.getByRole('button', {name: 'By pasting the address it ends on'}).click()
    const late = at.page.waitForResponse((reply) => /logins\/\w+$/.test(reply.url()))
    await at.page.waitForRequest((asked) => /logins\/\w+$/.test(asked.url()))
    await at.page.getByLabel('The address the browser ended on').fill('code')
    await at.page.getByRole('button', {name: 'Finish'}).click()
    await at.page.getByRole('button', {name: 'Close'}).waitFor()
    held.open()
    await (await late).finished()
    await at.page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await at.page.getByRole('button', {name: 'Close'}).count()).to.equal(1)
  })

  it('begins a question in its field', async () => {
    await at.open()
    for (const [item, label] of [
      ['Rename…', 'Nickname'],
      ['Remove…', 'Type sarah to remove it'],
    ] as const) {
      await at.page.getByRole('button', {name: 'Actions for sarah'}).click()
      await at.page.getByRole('menuitem', {name: item}).click()
      const focused = at.page.getByLabel(label).and(at.page.locator(':focus'))
      await focused.waitFor({timeout: 5000})
      await at.page.keyboard.press('Escape')
    }
  })
})
