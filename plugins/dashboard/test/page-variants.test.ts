import {expect} from 'chai'
import {gate} from '../../../test/openai/gate.js'
import {usePage} from './use-page.js'

describe('dashboard: variants in Chromium', function () {
  this.timeout(120_000)
  const at = usePage()

  it('makes a variant and says what will be sent', async () => {
    await at.open('variants/new', 'form.editor')
    await at.page.getByRole('textbox', {name: 'Name'}).fill('codex-fast')
    const slot = at.page.getByRole('group', {name: 'Default', exact: true})
    await slot.getByRole('radio', {name: 'high', exact: true}).check()
    await slot.getByRole('checkbox', {name: 'Fast'}).check()
    await slot.getByText('gpt-5.4-high-fast → gpt-5.4, reasoning.effort high, service_tier priority').waitFor()
    await at.page.getByLabel('Effort of all slots').selectOption('low')
    await slot.getByText('gpt-5.4-high-fast → gpt-5.4, reasoning.effort low, service_tier priority').waitFor()
    await at.page.getByRole('button', {name: 'Save'}).click()
    await at.page.getByRole('link', {name: 'codex-fast'}).waitFor()
    expect((await at.running.host.variants()).map(({name, slots}) => [name, slots.default])).to.deep.equal([
      ['codex-fast', 'gpt-5.4-high-fast'],
    ])
  })

  it('makes a variant once, however often it is clicked', async () => {
    const {host} = at.running
    const save = host.saveVariant
    const held = gate()
    const wished: string[] = []
    host.saveVariant = async (name, ...rest) => {
      wished.push(name)
      await held.opened
      return save(name, ...rest)
    }
    await at.open('variants/new', 'form')
    await at.page.getByRole('textbox', {name: 'Name'}).fill('quick')
    await at.page.getByRole('button', {name: 'Save'}).dblclick()
    held.open()
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
})
