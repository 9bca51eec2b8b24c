import {expect} from 'chai'
import {visit} from './axe.js'
import {HostError} from './host-error.js'
import {account} from './sample-views.js'
import {usePage} from './use-page.js'

describe('dashboard: the page in Chromium', function () {
  this.timeout(120_000)
  const at = usePage()

  it('asks five times before there is anything to see', async () => {
    const asked: string[] = []
    at.page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/-\w{8}\./, '.')))
    await at.page.goto(at.running.dashboard.link())
    await at.page.waitForSelector('.account')
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
    await at.page.goto(`${at.running.origin}/`)
    expect(await at.page.textContent('main')).to.contain('ccs config')
    await at.page.goto(`${at.running.origin}/#code=wrong`)
    expect(await at.page.textContent('main')).to.contain('ccs config')
  })

  it('keeps what is being typed when the page hears news', async () => {
    await at.open()
    await at.page.getByRole('button', {name: 'Actions for sarah'}).click()
    await at.page.getByRole('menuitem', {name: 'Rename…'}).click()
    const nickname = at.page.getByLabel('Nickname')
    await nickname.fill('half a na')
    await at.running.host.pauseAccount('codex', 'a1')
    await at.named('john').getByText('Paused').waitFor()
    expect(await nickname.inputValue()).to.equal('half a na')
    await at.page.keyboard.press('Escape')
    await at.page.getByRole('link', {name: 'Routing'}).click()
    const ttl = at.page.getByLabel('Forgotten after')
    expect(await ttl.inputValue()).to.equal('1h')
    await ttl.fill('1h0')
    await at.running.host.setRouting({strategy: 'fill-first'})
    await at.page.getByRole('radio', {name: /fill-first/, checked: true}).waitFor()
    expect(await ttl.inputValue()).to.equal('1h0')
    await at.running.host.setRouting({affinity: {ttl: '2h'}})
    await at.page.waitForFunction(() => document.querySelector<HTMLInputElement>('input.small')?.value === '2h')
  })

  it('quotes what is copied into a shell, whatever a nickname holds', async () => {
    const names = [`it's "x"; echo $HOME`, 'plain-1', 'work account']
    at.running.host.accounts = names.map((name, index) => account(`a${index}`, name))
    await at.open()
    const quoted = [`'it'\\''s "x"; echo $HOME'`, 'plain-1', "'work account'"]
    const seen: (string | null)[] = []
    const open = async (name: string, item: string) => {
      await at.page.getByRole('button', {name: `Actions for ${name}`, exact: true}).click()
      await at.page.getByRole('menuitem', {name: item}).click()
    }
    const command = at.page.getByRole('dialog').locator('code')
    for (const name of names) {
      await at.page.getByRole('button', {name: `Actions for ${name}`, exact: true}).click()
      seen.push(await at.page.getByRole('menuitem', {name: /^Copy /}).textContent())
      await at.page.keyboard.press('Escape')
      for (const item of ['Rename…', 'Reauthenticate…', 'Remove…']) {
        await open(name, item)
        seen.push(await command.textContent())
        await at.page.keyboard.press('Escape')
      }
    }
    expect(seen).to.deep.equal(
      quoted.flatMap((name) => [
        `Copy ccs codex --use ${name}`,
        `ccs cliproxy accounts rename ${name} NAME`,
        `ccs codex --auth --account ${name}`,
        `ccs codex --logout --account ${name}`,
      ]),
    )
    await at.page.getByRole('link', {name: 'Routing'}).click()
    await at.page.getByText(`ccs cliproxy routing order ${quoted.join(' ')}`, {exact: true}).waitFor()
    await at.page.evaluate(() => (location.hash = '#/variants/new'))
    await at.page.getByRole('textbox', {name: 'Name'}).fill('two words')
    await at.page.getByLabel('Account').selectOption('work account')
    await at.page.getByText(/^ccs cliproxy create 'two words' .* --account 'work account'$/).waitFor()
  })

  it('has its heading before there is anything to see, and where that cannot be told', async () => {
    const fail = () => Promise.reject(new HostError('unknown_variant', 'Nobody knows.'))
    Object.assign(at.running.host, {overview: fail, routing: fail, variants: fail})
    await at.page.goto(at.running.dashboard.link())
    const seen = async (hash: string) => {
      await at.page.evaluate((to) => (location.hash = to), hash)
      await at.page.getByText('Nobody knows.').waitFor()
      return at.page.getByRole('heading', {level: 1}).textContent()
    }
    expect([await seen('#/codex'), await seen('#/routing'), await seen('#/variants')]).to.deep.equal([
      'Codex',
      'Routing',
      'Variants',
    ])
  })

  it('leaves the focus on a button that has done all it can', async () => {
    const pressed = async (name: string) => {
      const button = at.page.getByRole('button', {name, exact: true})
      await button.press('Enter')
      await button.and(at.page.locator('[aria-disabled=true]:focus')).waitFor()
      await button.press('Enter')
    }
    await at.open('routing', 'fieldset')
    await pressed('Move sarah up')
    await visit(at.page, 'settings/proxy', /Settings/)
    await pressed('Stop')
    await visit(at.page, 'settings', /Settings/)
    await at.page.locator('textarea').fill('{"env": {}}')
    await pressed('Save')
    expect(at.running.host.calls.filter((call) => call === 'proxy stop')).to.have.length(1)
  })
})
