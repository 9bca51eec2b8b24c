import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Launch, Plan, RuntimePlugin} from '../../../src/contract/index.js'
import {useHome} from '../../../test/home.js'
import {KIT, launchIn} from '../../../test/runtimes/launch.js'
import hook from '../src/runtime.js'

const BASE = 'http://127.0.0.1:8317/launch/profile=codex&id=k1'
const LOOPBACK = '127.0.0.1,localhost,::1'
const NOTE =
  "Droid starts without a Factory account: Factory's own models and the sync of sessions are off. To have them, sign in with `droid` first."

const entry = (index: number, model: string, displayName: string, maxContextLimit = 272_000) => ({
  id: `custom:ccs-${model}`,
  index,
  model,
  displayName,
  provider: 'openai',
  baseUrl: `${BASE}/v1`,
  apiKey: `\${CCS_DROID_API_KEY}`,
  maxContextLimit,
})
const ENTRIES = [
  entry(0, 'gpt-5.4-high-fast', 'GPT-5.4 high fast (ccs)'),
  entry(1, 'gpt-5.4', 'GPT-5.4 (ccs)'),
  entry(2, 'gpt-5.4-mini', 'GPT-5.4 Mini (ccs)', 9),
]
const DEFAULTS = {model: 'custom:ccs-gpt-5.4-high-fast', reasoningEffort: 'medium'}

describe('runtime-droid: plan', () => {
  const {home} = useHome()
  const plugin = hook({contract: 1, id: 'droid', kit: KIT}) as RuntimePlugin
  const plan = async (over: Partial<Launch> = {}): Promise<Plan> => plugin.plan(launchIn(home(), over))
  const settings = (planned: Plan) => JSON.parse(planned.files?.[0]?.text ?? '') as Record<string, unknown>

  it('gives Droid our models for one run, with the key in the environment alone', async () => {
    const planned = await plan({args: ['--auto', 'low', 'fix it']})
    const {files, ...rest} = planned
    const file = files?.[0]?.file ?? ''
    expect(rest).to.deep.equal({
      command: '/bin/runtime',
      args: ['exec', '--settings', file, '--auto', 'low', 'fix it'],
      env: {
        CCS_DROID_API_KEY: 'local-secret',
        NO_PROXY: LOOPBACK,
        no_proxy: LOOPBACK,
        FACTORY_AIRGAP_ENABLED: 'true',
      },
      edits: [],
      notes: [],
    })
    expect([file.replace(/[0-9a-f]{16}/, 'X'), files?.[0]?.afterwards]).to.deep.equal([
      join(home(), '.ccs/runtimes/it/session-X.json'),
      'remove',
    ])
    expect(settings(planned)).to.deep.equal({sessionDefaultSettings: DEFAULTS, customModels: ENTRIES})
    expect(JSON.stringify([planned.args, files])).not.to.include('local-secret')
  })

  it("stands aside for what the user's own settings file chooses", async () => {
    const custom = {id: 'custom:mine', model: 'x'}
    writeFileSync(join(home(), 'mine.json'), JSON.stringify({model: 'custom:mine', customModels: [custom], other: 1}))
    const planned = await plan({args: ['exec', '--settings', 'mine.json', 'go']})
    expect(planned.args.filter((word) => word !== planned.files?.[0]?.file)).to.deep.equal(['exec', '--settings', 'go'])
    expect(settings(planned)).to.deep.equal({
      model: 'custom:mine',
      other: 1,
      sessionDefaultSettings: {},
      customModels: [...ENTRIES, custom],
    })
  })

  for (const [how, env, file] of [
    ['a key of Factory', {FACTORY_API_KEY: 'fk'}, undefined],
    ['a decision of their own', {FACTORY_AIRGAP_ENABLED: 'false'}, undefined],
    ['a login', {}, 'auth.v2.file'],
    ['a login of an older Droid', {}, 'auth.encrypted'],
  ] as const) {
    it(`leaves Droid's network to users who have ${how}`, async () => {
      mkdirSync(join(home(), '.factory'))
      if (file !== undefined) writeFileSync(join(home(), '.factory', file), Buffer.from([0x00, 0xff]))
      const planned = await plan({env})
      expect([planned.env.FACTORY_AIRGAP_ENABLED, planned.notes]).to.deep.equal([undefined, []])
    })
  }

  it('says what is missing without a login, where it shows', async () => {
    expect((await plan()).notes).to.deep.equal([NOTE])
  })

  it('names the provider that Droid expects for an id', async () => {
    const model = (id: string) => ({id, name: id, efforts: [], tiers: [], access: 'any' as const, notes: ''})
    const planned = await plan({models: ['claude-x', 'glm-5', 'o3'].map(model)})
    const models = settings(planned).customModels as {model: string; provider: string; baseUrl: string}[]
    expect(models.slice(-3).map((each) => [each.model, each.provider, each.baseUrl])).to.deep.equal([
      ['claude-x', 'anthropic', BASE],
      ['glm-5', 'generic-chat-completion-api', `${BASE}/v1`],
      ['o3', 'openai', `${BASE}/v1`],
    ])
  })

  it('says a wish for medium in the id, as Droid names that level unasked too', async () => {
    const slots = {...launchIn(home()).slots, default: 'gpt-5.4-fast'}
    const modelOf = async (args: readonly string[]) =>
      (settings(await plan({slots, args})).sessionDefaultSettings as {readonly model: string}).model
    const wishes = [
      ['-r', 'medium', 'go'],
      ['go', '-rmedium'],
      ['--reasoning-effort=medium', 'go'],
      ['exec', '-r', 'medium'],
    ]
    for (const words of wishes) expect(await modelOf(words)).to.equal('custom:ccs-gpt-5.4-medium-fast')
    for (const words of [['medium'], ['exec', 'medium'], ['-r', 'low', 'medium'], ['--', '-r', 'medium']])
      expect(await modelOf(words), words.join(' ')).to.equal('custom:ccs-gpt-5.4-fast')
  })

  it('has an entry for an id with a suffix that the words name, and names it by that', async () => {
    const typed = [
      '-m',
      'gpt-5.4-high',
      '--spec-model=gpt-5.4-low-fast',
      '--worker-model',
      'custom:ccs-gpt-5.4-mini-low',
    ]
    const others = [
      '--validator-model',
      'gpt-5.4',
      '-m=theirs',
      '--model',
      'gpt-5.4-highest',
      '--',
      '-m',
      'gpt-5.4-max',
    ]
    const planned = await plan({args: ['exec', ...typed, ...others]})
    expect(planned.args).to.deep.equal([
      ...['exec', '--settings', planned.files?.[0]?.file],
      ...['-m', 'custom:ccs-gpt-5.4-high', '--spec-model=custom:ccs-gpt-5.4-low-fast'],
      ...['--worker-model', 'custom:ccs-gpt-5.4-mini-low', ...others],
    ])
    expect(settings(planned).customModels).to.deep.equal([
      ...ENTRIES,
      entry(3, 'gpt-5.4-high', 'GPT-5.4 high (ccs)'),
      entry(4, 'gpt-5.4-low-fast', 'GPT-5.4 low fast (ccs)'),
      entry(5, 'gpt-5.4-mini-low', 'GPT-5.4 Mini low (ccs)', 9),
    ])
  })

  for (const [typed, interactive, given] of [
    [[], true, ['--settings', 'F']],
    [[], false, ['exec', '--settings', 'F']],
    [['fix'], true, ['exec', '--settings', 'F', 'fix']],
    [['-i', 'fix'], true, ['--settings', 'F', 'fix']],
    [['-i', 'fix'], false, ['exec', '--settings', 'F', 'fix']],
    [['--resume', 'abc'], true, ['--settings', 'F', '--resume', 'abc']],
    [['resume', '--last'], true, ['--settings', 'F', 'resume', '--last']],
    [['-f', 'p.txt', '-o', 'json'], true, ['exec', '--settings', 'F', '-f', 'p.txt', '-o', 'json']],
    [['--auto', 'high'], true, ['--settings', 'F', '--auto', 'high']],
    [['exec', '--skip-permissions-unsafe', 'go'], true, ['exec', '--settings', 'F', '--skip-permissions-unsafe', 'go']],
    [['-x is "broken"\n%P% $H'], true, ['exec', '--settings', 'F', '--', '-x is "broken"\n%P% $H']],
    [['--', '-i'], true, ['exec', '--settings', 'F', '--', '-i']],
    [['--', '-v'], true, ['exec', '--settings', 'F', '--', '-v']],
    [['--', '--last'], true, ['exec', '--settings', 'F', '--', '--last']],
    [['--', 'resume'], true, ['exec', '--settings', 'F', '--', 'resume']],
    [['-o', 'json', '--', 'doctor'], true, ['exec', '--settings', 'F', '-o', 'json', '--', 'doctor']],
    [['doctor'], true, ['doctor']],
    [['--version'], true, ['--version']],
  ] as const) {
    it(`starts ${JSON.stringify(typed)} ${interactive ? 'at' : 'without'} a terminal as ${JSON.stringify(given)}`, async () => {
      const {args, files} = await plan({args: typed, interactive})
      expect(args.map((word) => (word === files?.[0]?.file ? 'F' : word))).to.deep.equal(given)
    })
  }
})
