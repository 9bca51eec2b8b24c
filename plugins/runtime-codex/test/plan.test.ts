import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Launch, Plan, RuntimePlugin} from '../../../src/contract/index.js'
import {useHome} from '../../../test/home.js'
import {KIT, launchIn} from '../../../test/runtimes/launch.js'
import hook from '../src/runtime.js'

const QUIET = [
  '-c',
  'analytics.enabled=false',
  '-c',
  'check_for_update_on_startup=false',
  '-c',
  'features.plugins=false',
  '-c',
  'features.apps=false',
]
const LOOPBACK = '127.0.0.1,localhost,::1'
const BASE = 'http://127.0.0.1:8317/launch/profile=codex&id=k1/v1'
const PROVIDER = `model_providers.cliproxy={name="ccs",base_url="${BASE}",env_key="CCS_CODEX_API_KEY",wire_api="responses",requires_openai_auth=false}`

describe('runtime-codex: plan', () => {
  const {home} = useHome()
  const plugin = hook({contract: 1, id: 'codex', kit: KIT}) as RuntimePlugin
  const plan = async (over: Partial<Launch> = {}): Promise<Plan> => plugin.plan(launchIn(home(), over))

  it('leads Codex to ccs for one run, with the key in the environment alone', async () => {
    const planned = await plan({args: ['fix it'], effort: 'high'})
    expect(planned).to.deep.equal({
      command: '/bin/runtime',
      args: [
        '-c',
        'model_provider="cliproxy"',
        ...QUIET,
        '-c',
        PROVIDER,
        '-c',
        'model="gpt-5.4-high-fast"',
        '-c',
        'model_reasoning_effort="high"',
        'fix it',
      ],
      env: {CCS_CODEX_API_KEY: 'local-secret', NO_PROXY: LOOPBACK, no_proxy: LOOPBACK},
      files: [],
      edits: [],
      notes: ['This Codex does not say which models it knows, so it will warn that it has to guess their windows.'],
    })
    expect(JSON.stringify(planned.args)).not.to.include('local-secret')
  })

  it("takes another sign-in away, and keeps the user's home and settings", async () => {
    const {env} = await plan({
      env: {CODEX_HOME: '/h', CODEX_API_KEY: 'k', CODEX_ACCESS_TOKEN: 't', NO_PROXY: 'a.test'},
    })
    expect(env).to.deep.equal({
      CODEX_API_KEY: undefined,
      CODEX_ACCESS_TOKEN: undefined,
      CCS_CODEX_API_KEY: 'local-secret',
      NO_PROXY: `a.test,${LOOPBACK}`,
      no_proxy: `a.test,${LOOPBACK}`,
    })
  })

  it('leaves to Codex a file of its home that does not parse', async () => {
    mkdirSync(join(home(), 'codex'))
    writeFileSync(join(home(), 'codex', 'config.toml'), '[model_providers.cliproxy\nauth = {}\n')
    expect((await plan({env: {CODEX_HOME: join(home(), 'codex')}})).args).to.include(PROVIDER)
  })

  it('writes what the binary knows and what ccs knows as one list of models', async () => {
    const bundled = {
      slug: 'gpt-5.5',
      base_instructions: 'Be good.',
      shell_type: 'x',
      context_window: 1,
      max_context_window: 5,
      default_reasoning_level: 'low',
      service_tiers: ['fast'],
      upgrade: 'gpt-9',
    }
    const probe = {stamp: 's1', output: async () => JSON.stringify({models: [bundled]})}
    const {files, notes, args} = await plan({probe})
    const file = files?.[0]
    expect(notes).to.deep.equal([])
    expect(args).to.include(`model_catalog_json="${file?.file}"`)
    const {models} = JSON.parse(file?.text ?? '') as {models: Record<string, unknown>[]}
    const kept = {base_instructions: 'Be good.', shell_type: 'x', upgrade: null, availability_nux: null}
    const levels = models[0]?.supported_reasoning_levels as {effort: string}[]
    expect(levels.map(({effort}) => effort)).to.deep.equal(['low', 'high'])
    expect(models.map(({supported_reasoning_levels: _, ...rest}) => rest)).to.deep.equal([
      {
        ...kept,
        slug: 'gpt-5.4',
        display_name: 'GPT-5.4',
        description: 'Recommended',
        visibility: 'list',
        priority: 0,
        context_window: 272_000,
        max_context_window: 272_000,
        service_tiers: ['fast'],
      },
      {
        ...kept,
        slug: 'gpt-5.4-mini',
        display_name: 'GPT-5.4 Mini',
        description: '',
        visibility: 'list',
        priority: 1,
        context_window: 9,
        max_context_window: 9,
        service_tiers: [],
        additional_speed_tiers: [],
      },
      {
        ...kept,
        slug: 'gpt-5.4-high-fast',
        display_name: 'GPT-5.4 (high, fast)',
        description: 'GPT-5.4, pinned to high, fast.',
        visibility: 'list',
        priority: 2,
        context_window: 272_000,
        max_context_window: 272_000,
        service_tiers: ['fast'],
      },
    ])
  })

  it('asks the binary nothing when the list is there', async () => {
    const probe = {stamp: 's1', output: async () => '{"models":[{"slug":"gpt-5.5","base_instructions":"x"}]}'}
    const [file] = (await plan({probe})).files ?? []
    mkdirSync(join(home(), '.ccs/runtimes/it'), {recursive: true})
    writeFileSync(file?.file ?? '', file?.text ?? '')
    const again = await plan({probe: {stamp: 's1', output: () => Promise.reject(new Error('asked'))}})
    expect(again.files).to.deep.equal([])
    expect(again.args).to.include(`model_catalog_json="${file?.file}"`)
  })

  for (const [typed, interactive, given] of [
    [['fix'], true, ['fix']],
    [['fix'], false, ['exec', 'fix']],
    [[], false, ['exec']],
    [['exec', '--json', 'fix'], true, ['exec', '--json', 'fix']],
    [['-m', 'exec', 'fix'], false, ['exec', '-m', 'exec', 'fix']],
    [['-i', 'a.png', 'b.png', '--', 'resume'], false, ['exec', '-i', 'a.png', 'b.png', '--', 'resume']],
    [['--version'], false, ['--version']],
    [['-x is broken\n"$HOME" %PATH%'], false, ['exec', '--', '-x is broken\n"$HOME" %PATH%']],
    [['-c', 'model_verbosity="low"', 'fix'], false, ['exec', '-c', 'model_verbosity="low"', 'fix']],
    [['-c', 'model_providers.mine.name="x y"', 'fix'], true, ['-c', 'model_providers.mine.name="x y"', 'fix']],
  ] as const) {
    it(`starts ${JSON.stringify(typed)} ${interactive ? 'at' : 'without'} a terminal as ${JSON.stringify(given)}`, async () => {
      const {args} = await plan({args: typed, interactive})
      expect(args.slice(args.length - given.length)).to.deep.equal(given)
      expect(args.at(-given.length - 1)).to.equal('model="gpt-5.4-high-fast"')
    })
  }

  for (const [args, named] of [
    [['-c', 'model_provider="openai"'], '-c model_provider'],
    [['-cmodel_providers.cliproxy.base_url="x"'], '-c model_providers.cliproxy.base_url'],
    [['exec', '--config=model_providers."cliproxy".env_key="X"'], '-c model_providers."cliproxy".env_key'],
    [['--config', 'model_providers={}'], '-c model_providers'],
    [['--oss'], '--oss'],
    [['--local-provider=ollama'], '--local-provider'],
  ] as const) {
    it(`refuses ${args.join(' ')} by name`, async () => {
      const error = await plan({args}).then(
        () => undefined,
        (refused: Error) => ({...refused, message: refused.message}),
      )
      expect(error).to.deep.equal({
        message: `${named} would lead Codex away from ccs, so ccs does not pass it on.`,
        code: 'reserved_argument',
        exit: 2,
        hint: 'Leave it out, or start codex itself.',
      })
    })
  }
})
