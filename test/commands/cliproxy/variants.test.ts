import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {BIN, useScene} from '../../e2e/scene.js'
import {openTerminal} from '../../e2e/terminal.js'
import {FREDA, JOHN} from '../../openai/index.js'

const PATIENCE = 10_000

const EXISTING = `# of an older ccs
version: 8
cliproxy:
  oauth_accounts: {}
  variants:
    # mine
    fast:
      provider: codex
      settings: ~/.ccs/codex-fast.settings.json
      port: 8320
    gem:
      provider: gemini
      settings: ~/.ccs/gemini-gem.settings.json
    word: nothing
`

describe('ccs cliproxy create, list, show, edit, rename, remove', () => {
  const scene = useScene(() => ({accounts: [JOHN, FREDA]}))
  const run = async (...args: readonly string[]) => {
    const {code, stdout, stderr} = await scene().run(['cliproxy', ...args])
    return {code, stdout, stderr}
  }
  const json = async (...args: readonly string[]) => {
    const {code, stdout, stderr} = await run(...args, '--json')
    return {code, stderr, value: JSON.parse(stdout) as Record<string, unknown>}
  }
  const read = (name: string) => readFileSync(join(scene().home.ccs, name), 'utf8')
  const settings = (name: string) => join(scene().home.ccs, `${name}.settings.json`)
  const env = (name: string) => (JSON.parse(readFileSync(settings(name), 'utf8')) as {env: object}).env

  it('make the variant of the product page, and say what is sent', async () => {
    const made = await run('create', 'codex-fast', '--provider', 'codex', '--model', 'gpt-5.4-high-fast')
    expect(made).to.deep.equal({
      code: 0,
      stderr: '',
      stdout: `Made the variant codex-fast.
codex-fast
  provider  codex
  settings  ${settings('codex-fast')}
  default   gpt-5.4-high-fast -> gpt-5.4, reasoning.effort high, service_tier priority
  opus      gpt-5.4-high-fast -> gpt-5.4, reasoning.effort high, service_tier priority
  sonnet    gpt-5.4-high-fast -> gpt-5.4, reasoning.effort high, service_tier priority
  haiku     gpt-5.4-mini -> gpt-5.4-mini, reasoning.effort medium
Start it: ccs codex-fast "…"
`,
    })
    expect(env('codex-fast')).to.deep.equal({
      ANTHROPIC_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4-high-fast',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
    })
    expect((await run('list')).stdout).to.equal(
      'codex-fast  codex  gpt-5.4-high-fast -> gpt-5.4, reasoning.effort high, service_tier priority\n',
    )
  })

  it('take every flag, and give it back as one object', async () => {
    const flags = ['--opus', 'gpt-5.5', '--sonnet', 'gpt-5.2-low', '--haiku', 'gpt-5.4-mini', '--target', 'codex-cli']
    const words = [
      'create',
      'free',
      '--provider=codex',
      '--model=gpt-5.4',
      ...flags,
      '--account',
      'fre',
      '--effort=max',
    ]
    const {code, stderr, value} = await json(...words)
    const sent = (model: string) => ({model, effort: model === 'gpt-5.4-mini' ? 'high' : 'xhigh', serviceTier: null})
    const row = (slot: string, written: string, model = written, fallback: object | null = null) => {
      return {slot, written, sent: sent(model), fallback, notes: []}
    }
    expect({code, stderr, value}).to.deep.equal({
      code: 0,
      stderr: '',
      value: {
        name: 'free',
        command: 'ccs free',
        provider: 'codex',
        target: 'codex',
        account: 'freda',
        effort: 'max',
        settings: settings('free'),
        models: [
          row('default', 'gpt-5.4'),
          row('opus', 'gpt-5.5', 'gpt-5.4', {model: 'gpt-5.4', reason: 'gpt-5.5 needs a paid Codex plan'}),
          row('sonnet', 'gpt-5.2-low', 'gpt-5.2'),
          row('haiku', 'gpt-5.4-mini'),
        ],
        problem: null,
      },
    })
    expect(read('config.yaml')).to.equal(`cliproxy:
  variants:
    free:
      provider: codex
      settings: ~/.ccs/free.settings.json
      target: codex
      account: freda
      effort: max
`)
  })

  it('refuse what cannot be, with the reason, and write nothing', async () => {
    const refusals: readonly (readonly [args: readonly string[], code: string, message: RegExp])[] = [
      [['plugins', '--provider=codex', '--model=gpt-5.4'], 'invalid_name', /it is the command "ccs plugins"/],
      [['cliproxy', '--provider=codex', '--model=gpt-5.4'], 'invalid_name', /it is the command "ccs cliproxy"/],
      [['Codex', '--provider=codex', '--model=gpt-5.4'], 'invalid_name', /it is a provider/],
      [['ccsxp', '--provider=codex', '--model=gpt-5.4'], 'invalid_name', /it is a name of ccs itself/],
      [['../up', '--provider=codex', '--model=gpt-5.4'], 'invalid_name', /must begin with a letter/],
      [['v', '--provider=codx', '--model=gpt-5.4'], 'unknown_provider', /Did you mean codex\?/],
      [['v', '--provider=codex', '--model=gpt-5.4-hihg'], 'unknown_model', /Did you mean gpt-5\.4-high/],
      [['v', '--provider=codex', '--model=gpt-5.4', '--opus=opus'], 'unknown_model', /There is no model "opus"/],
      [['v', '--provider=codex', '--model=gpt-5.4', '--account=paul'], 'unknown_account', /No codex account/],
      [['v', '--provider=codex', '--model=gpt-5.4', '--target=cursor'], 'unknown_runtime', /no runtime "cursor"/],
      [['v', '--provider=codex', '--model=gpt-5.4', '--effort=huge'], 'unknown_effort', /no level of effort/],
      [['v', '--provider=codex'], 'missing_flags', /needs --model/],
      [[], 'missing_flags', /needs a name and --provider and --model/],
      [['v', '--modle=gpt-5.4'], 'bad_usage', /--modle/],
    ]
    for (const [args, code, message] of refusals) {
      const refused = await json('create', ...args)
      const error = refused.value.error as {code: string; message: string}
      expect([refused.code, refused.stderr, error.code], args.join(' ')).to.deep.equal([2, '', code])
      expect(error.message).to.match(message)
    }
    expect(existsSync(join(scene().home.ccs, 'config.yaml'))).to.equal(false)
    expect(existsSync(settings('v'))).to.equal(false)
  })

  it('work with the variants of an existing installation, and keep its comments', async () => {
    const {home} = scene()
    home.write('.ccs/config.yaml', EXISTING)
    home.write('.ccs/codex-fast.settings.json', {
      env: {ANTHROPIC_BASE_URL: 'http://127.0.0.1:8320', ANTHROPIC_MODEL: 'gpt-5.4-xhigh', MINE: '1'},
    })
    home.write('.ccs/config.json', {profiles: {glm: 'x'}, cliproxy: {old: {provider: 'codex', settings: '~/o.json'}}})
    const {value} = await json('list')
    const rows = value.variants as readonly Record<string, unknown>[]
    expect(rows.map(({name, provider, problem}) => [name, provider, problem])).to.deep.equal([
      ['fast', 'codex', null],
      ['gem', 'gemini', 'There is no provider "gemini".'],
      ['old', 'codex', null],
      ['word', '', 'it names no provider'],
    ])
    expect((await run('show', 'fast')).stdout).to.contain('gpt-5.4-xhigh -> gpt-5.4, reasoning.effort xhigh\n')
    expect((await run('edit', 'fast', '--model', 'gpt-5.5', '--account', 'john')).code).to.equal(0)
    expect(env('codex-fast')).to.deep.equal({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:8320',
      ANTHROPIC_MODEL: 'gpt-5.5',
      MINE: '1',
    })
    expect((await run('rename', 'fast', 'quick')).code).to.equal(0)
    expect((await run('edit', 'word', '--provider', 'codex', '--model', 'gpt-5.2')).code).to.equal(0)
    expect((await run('remove', 'gem')).code).to.equal(0)
    expect((await run('rename', 'old', 'new')).code).to.equal(0)
    expect(read('config.yaml')).to.equal(
      EXISTING.replace('fast:', 'quick:')
        .replace('port: 8320', 'port: 8320\n      account: john')
        .replace(/ {4}gem:\n(?: {6}.*\n)+/, '')
        .replace('word: nothing', 'word:\n      provider: codex\n      settings: ~/.ccs/word.settings.json')
        .replace(/$/, `    new:\n      provider: codex\n      settings: ${home.path}/o.json\n`),
    )
    expect(JSON.parse(read('config.json'))).to.deep.equal({profiles: {glm: 'x'}, cliproxy: {}})
  })

  it('edit: slots that held the same model follow, and an empty value takes out', async () => {
    await run(
      'create',
      'v',
      '--provider=codex',
      '--model=gpt-5.4',
      '--sonnet=gpt-5.2',
      '--target=droid',
      '--account=john',
    )
    const edited = await json('edit', 'v', '--model', 'gpt-5.5-fast', '--haiku', '', '--target', '', '--account', '')
    expect([edited.code, edited.value.target, edited.value.account]).to.deep.equal([0, null, null])
    expect(env('v')).to.deep.equal({
      ANTHROPIC_MODEL: 'gpt-5.5-fast',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5-fast',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.2',
    })
    const {code, stderr} = await run('edit', 'v')
    expect([code, stderr.split('\n')[0]]).to.deep.equal([
      2,
      'Error: ccs cliproxy edit needs a change: there is no terminal to ask at.',
    ])
  })

  it('say which variant was meant', async () => {
    await run('create', 'codex-fast', '--provider=codex', '--model=gpt-5.4')
    for (const words of [
      ['show', 'codex-fsat'],
      ['edit', 'codex-fsat', '--effort=low'],
      ['remove', 'codex-fsat'],
    ]) {
      expect(await json(...words)).to.deep.equal({
        code: 2,
        stderr: '',
        value: {
          error: {
            code: 'unknown_variant',
            message: 'There is no variant "codex-fsat".',
            hint: 'Did you mean codex-fast?',
            command: 'ccs cliproxy list',
          },
        },
      })
    }
  })

  it('remove the settings file with the variant, and ask nobody without a terminal', async () => {
    await run('create', 'v', '--provider=codex', '--model=gpt-5.4')
    expect((await json('remove', 'v')).value).to.deep.equal({removed: 'v', deleted: [settings('v')]})
    expect(existsSync(settings('v'))).to.equal(false)
    expect(read('config.yaml')).to.equal('{}\n')
  })

  it('ask for what is missing at a terminal', async () => {
    const terminal = await openTerminal(`${process.execPath} ${BIN} cliproxy create`, {
      env: scene().env,
      cwd: scene().home.project,
    })
    try {
      await terminal.shows('Name of the variant', PATIENCE)
      await terminal.type('plugins')
      await terminal.press('Enter')
      await terminal.shows('it is the command "ccs plugins"', PATIENCE)
      await terminal.press('C-u')
      await terminal.type('picked')
      await terminal.press('Enter')
      expect(await terminal.shows('? Model', PATIENCE)).to.contain('❯ GPT-5.4 (gpt-5.4)')
      expect(await terminal.screen()).to.match(/GPT-5\.3 Codex Spark .*preview, effort up to xhigh/)
      await terminal.press('Down', 'Enter')
      await terminal.shows('Effort of GPT-5.5', PATIENCE)
      await terminal.press('Down', 'Down', 'Enter')
      await terminal.shows('Use the fast tier of GPT-5.5?', PATIENCE)
      await terminal.press('y', 'Enter')
      await terminal.shows('Models for opus, sonnet, haiku', PATIENCE)
      await terminal.press('Enter')
      await terminal.shows('Runtime to start', PATIENCE)
      await terminal.press('Enter')
      await terminal.shows('Account', PATIENCE)
      await terminal.press('Down', 'Enter')
      await terminal.shows('[left with 0]', PATIENCE)
    } finally {
      await terminal.close()
    }
    expect(env('picked')).to.deep.equal({
      ANTHROPIC_MODEL: 'gpt-5.5-low-fast',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.5-low-fast',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.5-low-fast',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
    })
    expect((await json('show', 'picked')).value.account).to.equal('john')
  })

  it('leave everything as it is on Ctrl-C and on no', async () => {
    await run('create', 'v', '--provider=codex', '--model=gpt-5.4')
    const before = read('config.yaml')
    const ask = async (
      words: string,
      answer: (key: (...keys: string[]) => Promise<void>) => Promise<void>,
      left: string,
    ) => {
      const terminal = await openTerminal(`${process.execPath} ${BIN} cliproxy ${words}`, {
        env: scene().env,
        cwd: scene().home.project,
      })
      try {
        await terminal.shows(/^\?/m, PATIENCE)
        await answer(terminal.press)
        await terminal.shows(left, PATIENCE)
      } finally {
        await terminal.close()
      }
    }
    await ask('create other', (press) => press('C-c'), '[left with 130]')
    await ask('edit v', (press) => press('C-c'), '[left with 130]')
    await ask('remove v', (press) => press('Enter'), 'Nothing was removed.')
    expect(read('config.yaml')).to.equal(before)
    await ask('remove v', (press) => press('y', 'Enter'), 'Removed the variant v.')
    expect(existsSync(settings('v'))).to.equal(false)
  })
})
