import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import type {HostContext} from '../../src/host/host-context.js'
import {openPlanningHost} from '../../src/host/open-planning-host.js'
import {changeVariant} from '../../src/profiles/change-variant.js'
import {findVariant} from '../../src/profiles/find-variant.js'
import {makeVariant} from '../../src/profiles/make-variant.js'
import {reportVariant} from '../../src/profiles/report-variant.js'
import {useHome} from '../home.js'
import {installStrangers, providerSource} from '../registry/stranger.js'

describe('a variant that changes its provider', () => {
  const {home} = useHome()
  let host: HostContext
  beforeEach(async () => {
    const event = 'ccs:provider:other'
    const env = installStrangers(home(), [{name: 'stranger', type: 'user', event, source: providerSource('other')}])
    host = openPlanningHost(env)
    const wish = {provider: 'codex', model: 'gpt-5.4-high', haiku: 'gpt-5.2', target: 'codex', effort: 'low'}
    await makeVariant({name: 'v', ...wish}, host)
  })
  const change = async (wish: Parameters<typeof changeVariant>[1]) =>
    changeVariant(await findVariant('v', host.paths), wish, host)
  const settings = () => JSON.parse(readFileSync(host.paths.settings('v'), 'utf8')) as unknown

  it('needs a model of the new one, and nothing is written without', async () => {
    const before = settings()
    const refused = await change({provider: 'other'}).catch((error: unknown) => isCcsError(error) && error.toJSON())
    expect(refused).to.deep.equal({
      error: {
        code: 'missing_flags',
        message: 'Another provider has other models: --provider needs --model.',
        command: 'ccs cliproxy edit v --provider other --model <id>',
      },
    })
    const unknown = await change({provider: 'other', model: 'gpt-5.4'}).catch((error: unknown) => isCcsError(error))
    expect([unknown, settings()]).to.deep.equal([true, before])
  })

  it('loses the models of the old one, and keeps what belongs to neither', async () => {
    const {models, ...rest} = reportVariant(await change({provider: 'other', model: 'm'}))
    expect(settings()).to.deep.equal({env: {ANTHROPIC_MODEL: 'm'}})
    expect(rest).to.deep.equal({
      name: 'v',
      command: 'ccs v',
      provider: 'other',
      target: 'codex',
      account: null,
      effort: 'low',
      settings: host.paths.settings('v'),
      problem: null,
    })
    expect(models.map(({slot, written, sent}) => [slot, written, sent?.model])).to.deep.equal([
      ['default', 'm', 'm'],
      ['opus', 'm', 'm'],
      ['sonnet', 'm', 'm'],
      ['haiku', 'm', 'm'],
    ])
  })
})
