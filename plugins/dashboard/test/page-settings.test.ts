import {expect} from 'chai'
import {gate} from '../../../test/openai/gate.js'
import {usePage} from './use-page.js'

describe('dashboard: settings files in Chromium', function () {
  this.timeout(120_000)
  const at = usePage()

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
    const held = gate()
    const written: string[] = []
    host.writeFile = async (scope, text, before) => {
      written.push(text)
      await held.opened
      return write(scope, text, before)
    }
    await at.open('settings', 'textarea')
    const field = at.page.locator('textarea')
    const save = at.page.getByRole('button', {name: 'Save'})
    await field.fill('{"env": {"A": "1"}}')
    await save.dblclick()
    await field.fill('{"env": {"A": "12"}}')
    held.open()
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
})
