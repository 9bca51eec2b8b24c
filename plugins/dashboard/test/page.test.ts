import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import {visit} from './axe.js'
import {HostError} from './host-error.js'
import {account, window} from './sample-views.js'
import {usePage} from './use-page.js'

describe('dashboard: the page in Chromium', function () {
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
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    host.login = async (id) => {
      const view = await login(id)
      await held
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
    letGo()
    await (await late).finished()
    await at.page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await at.page.getByRole('button', {name: 'Close'}).count()).to.equal(1)
  })

  it('makes a variant and says what will be sent', async () => {
    await at.open('variants/new', 'form.editor')
    await at.page.getByRole('textbox', {name: 'Name'}).fill('codex-fast')
    const slot = at.page.getByRole('group', {name: 'Default', exact: true})
    await slot.getByRole('radio', {name: 'high', exact: true}).check()
    await slot.getByRole('checkbox', {name: 'Fast'}).check()
    await slot.getByText('gpt-5.4-high-fast → gpt-5.4, reasoning.effort high, service_tier priority').waitFor()
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByRole('link', {name: 'codex-fast'}).waitFor()
    expect((await at.running.host.variants()).map(({name, slots}) => [name, slots.default])).to.deep.equal([
      ['codex-fast', 'gpt-5.4-high-fast'],
    ])
  })

  it('makes a variant once, however often it is clicked', async () => {
    const {host} = at.running
    const save = host.saveVariant
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const wished: string[] = []
    host.saveVariant = async (name, ...rest) => {
      wished.push(name)
      await held
      return save(name, ...rest)
    }
    await at.open('variants/new', 'form')
    await at.page.getByRole('textbox', {name: 'Name'}).fill('quick')
    await at.page.getByRole('button', {name: 'Save'}).dblclick()
    letGo()
    await at.page.getByRole('rowheader', {name: 'quick'}).waitFor()
    expect(wished).to.deep.equal(['quick'])
    expect(await at.page.getByRole('alert').count()).to.equal(0)
  })

  it('removes a variant only by its name, and says so', async () => {
    await at.running.host.saveVariant('quick', {provider: 'codex', slots: {default: 'gpt-5.4'}}, 'create')
    await at.open('variants/quick', 'form.editor')
    await at.page.getByRole('button', {name: 'Remove…'}).click()
    await at.page.keyboard.type('quik')
    await at.page.keyboard.press('Enter')
    const said = at.page.getByRole('dialog').getByRole('alert')
    expect(await said.locator('p').textContent()).to.equal('Type quick to remove this variant.')
    expect(await at.running.host.variants()).to.have.length(1)
    await at.page.getByRole('button', {name: 'Cancel'}).click()
    await at.page.getByRole('dialog').waitFor({state: 'detached'})
    expect(await at.page.getByRole('alert').count()).to.equal(0)
    await at.page.getByRole('button', {name: 'Remove…'}).click()
    await at.page.getByLabel(/^Type /).fill('quick')
    await at.page.keyboard.press('Enter')
    await at.page.getByText('A variant is a named choice of models.').waitFor()
    expect(await at.running.host.variants()).to.deep.equal([])
  })

  it('keeps what was typed of a variant that is renamed elsewhere, and makes a new one of it', async () => {
    const {host} = at.running
    await host.saveVariant('quick', {provider: 'codex', slots: {default: 'gpt-5.4'}}, 'create')
    await at.open('variants/quick', 'form.editor')
    await at.page.getByLabel('Effort of all slots').selectOption('low')
    await host.renameVariant('quick', 'quicker')
    await at.page.getByText('quick was renamed or removed elsewhere.').waitFor()
    expect(await at.page.getByRole('button', {name: 'Remove…'}).count()).to.equal(0)
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByRole('rowheader', {name: 'quick', exact: true}).waitFor()
    expect((await host.variants()).map(({name, effort}) => [name, effort])).to.deep.equal([
      ['quicker', undefined],
      ['quick', 'low'],
    ])
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

  it('shows both versions of a file that was changed outside', async () => {
    await at.open('settings', 'textarea')
    await at.page.locator('textarea').fill('{"env": {"ANTHROPIC_MODEL": "gpt-5.5"}}')
    at.running.host.files_.set('codex', '{"env": {"ANTHROPIC_MODEL": "gpt-5.2"}}')
    await at.page.getByRole('button', {name: 'Save'}).click()
    const now = at.page.getByRole('region', {name: 'Now', exact: true})
    await now.getByText('gpt-5.2').waitFor()
    expect(await at.page.getByRole('region', {name: 'After saving'}).textContent()).to.contain('gpt-5.5')
    expect(at.running.host.files_.get('codex')).to.contain('gpt-5.2')
  })

  it('saves once, and keeps what is typed meanwhile', async () => {
    const {host} = at.running
    const write = host.writeFile
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const written: string[] = []
    host.writeFile = async (scope, text, before) => {
      written.push(text)
      await held
      return write(scope, text, before)
    }
    await at.open('settings', 'textarea')
    const field = at.page.locator('textarea')
    const save = at.page.getByRole('button', {name: 'Save'})
    await field.fill('{"env": {"A": "1"}}')
    await save.dblclick()
    await field.fill('{"env": {"A": "12"}}')
    letGo()
    await at.page.getByText('Saved.').waitFor()
    expect(await field.inputValue()).to.equal('{"env": {"A": "12"}}')
    expect(await at.page.getByText('was changed meanwhile').count()).to.equal(0)
    expect(written).to.deep.equal(['{"env": {"A": "1"}}'])
    await save.click()
    await save.and(at.page.locator('[aria-disabled=true]')).waitFor()
    expect(host.files_.get('codex')).to.equal('{"env": {"A": "12"}}')
  })

  it('keeps the line ends of a file, each line its own', async () => {
    at.running.host.files_.set('codex', '{\r\n  "env": {\n    "A": "1",\r\n    "B": "2"\r\n  }\r\n}')
    await at.open('settings', 'textarea')
    await at.page.locator('textarea').fill('{\n  "env": {\n    "A": "3",\n    "C": "4",\n    "B": "2"\n  }\n}\n')
    expect(await at.page.locator('.diff pre').allTextContents()).to.deep.equal([
      '−     "A": "1",',
      '+     "A": "3",\n+     "C": "4",\n+ ',
    ])
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByText('Saved.').waitFor()
    expect(at.running.host.files_.get('codex')).to.equal(
      '{\r\n  "env": {\n    "A": "3",\r\n    "C": "4",\r\n    "B": "2"\r\n  }\r\n}\r\n',
    )
    await at.page.evaluate(() => (location.hash = '#/settings/environment'))
    await at.page.getByLabel('Value of B').fill('5')
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByRole('button', {name: 'Save', disabled: true}).waitFor()
    expect(at.running.host.files_.get('codex')).to.equal(
      '{\r\n  "env": {\n    "A": "3",\r\n    "C": "4",\r\n    "B": "5"\r\n  }\r\n}\r\n',
    )
  })

  it('keeps the byte order mark of a file, and neither shows it nor stumbles over it', async () => {
    at.running.host.files_.set('codex', '\uFEFF{"env": {"A": "1"}}\n')
    await at.open('settings/environment', 'table')
    await at.page.getByLabel('Value of A').fill('2')
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByText('Saved.').waitFor()
    expect(at.running.host.files_.get('codex')).to.equal('\uFEFF{"env": {"A": "2"}}\n')
    await at.page.getByRole('link', {name: 'Files'}).click()
    const text = at.page.locator('textarea')
    expect(await text.inputValue()).to.equal('{"env": {"A": "2"}}\n')
    await at.page.getByText('Well-formed').waitFor()
    await text.fill('{"env": {"A": "3"}}\n')
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByRole('button', {name: 'Save', disabled: true}).waitFor()
    expect(at.running.host.files_.get('codex')).to.equal('\uFEFF{"env": {"A": "3"}}\n')
  })

  it('changes variables one by one, and nothing else in the file', async () => {
    at.running.host.files_.set('codex', '\uFEFF{\n  // mine\n  "env": {\n    "A": "1",\n    "B": "2"\n  }\n}\n')
    await at.open('settings/environment', 'table')
    await at.page.getByLabel('Value of A').fill('"3"')
    await at.page.getByRole('button', {name: 'Remove B'}).click()
    await at.page.getByLabel('New variable').fill('C')
    await at.page.getByLabel('Value', {exact: true}).fill('4')
    await at.page.getByRole('button', {name: 'Add'}).click()
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByText('Saved.').waitFor()
    expect(at.running.host.files_.get('codex')).to.equal(
      '\uFEFF{\n  // mine\n  "env": {\n    "A": "\\"3\\"",\n    "C": "4"\n  }\n}\n',
    )
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

  describe('usage', () => {
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
      let letGo: () => void = () => undefined
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      answerByRange({'7d': () => held})
      await at.open('usage', 'figure')
      const late = at.page.waitForResponse(/from=7d/)
      await at.page.getByText('7d', {exact: true}).click()
      await at.page.getByText('30d', {exact: true}).click()
      await named('since 30d').waitFor()
      letGo()
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
})
