import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {Launch, Plan, RuntimePlugin} from '../../../src/contract/index.js'
import {useHome} from '../../../test/home.js'
import {KIT, launchIn} from '../../../test/runtimes/launch.js'
import hook from '../src/runtime.js'

const BASE = 'model_providers.cliproxy.base_url="http://127.0.0.1:8317/launch/profile=codex&id=k1/v1"'

describe('runtime-codex: ccsxp', () => {
  const {home} = useHome()
  const plugin = hook({contract: 1, id: 'codex', kit: KIT}) as RuntimePlugin
  const plan = async (over: Partial<Launch> = {}): Promise<Plan> =>
    plugin.plan(launchIn(home(), {calledAs: 'ccsxp', ...over}))
  const config = (text: string, name = 'config.toml') => {
    mkdirSync(join(home(), '.codex'), {recursive: true})
    writeFileSync(join(home(), '.codex', name), text)
  }
  const set = (key: string, value: string) => ({type: 'set', path: ['model_providers', 'cliproxy', key], value})
  const whole = [
    set('name', 'CLIProxy'),
    set('base_url', 'http://127.0.0.1:8317/v1'),
    set('env_key', 'CLIPROXY_API_KEY'),
    set('wire_api', 'responses'),
    set('env_key_instructions', 'Start ccsxp instead of codex: it sets this variable and starts the proxy.'),
  ]

  it('adds the provider to a home without one, for good', async () => {
    const {edits, env, args} = await plan()
    const file = join(home(), '.codex', 'config.toml')
    expect(edits).to.deep.equal([{file, format: 'toml', afterwards: 'keep', changes: whole}])
    expect(env.CLIPROXY_API_KEY).to.equal('local-secret')
    expect(args).to.include.members(['model_provider="cliproxy"', BASE, 'model="gpt-5.4-high-fast"'])
    expect(JSON.stringify([args, edits])).not.to.include('local-secret')
  })

  it("mends only what is missing, and gives the key in the entry's own variable", async () => {
    config('[model_providers.cliproxy]\nname = "Mine"\nenv_key = "MY_KEY"\nwire_api = "chat"\n')
    const {edits, env} = await plan()
    expect(edits[0]?.changes).to.deep.equal([whole[1], whole[3]])
    expect([env.MY_KEY, env.CLIPROXY_API_KEY]).to.deep.equal(['local-secret', undefined])
  })

  it('writes nothing where nothing is missing', async () => {
    config(
      '[model_providers.cliproxy]\nname = "n"\nbase_url = "http://old"\nenv_key = "K"\nrequires_openai_auth = true\n',
    )
    const {edits, args} = await plan()
    expect(edits).to.deep.equal([])
    expect(args).to.include.members([BASE, 'model_providers.cliproxy.requires_openai_auth=false'])
  })

  it('takes an entry of its own along to another port, and leaves the address of anybody else', async () => {
    const entry = (address: string, more = '') =>
      config(`[model_providers.cliproxy]\nname = "n"\nbase_url = "${address}"\nenv_key = "K"\n${more}`)
    const ours = `env_key_instructions = "${whole[4]?.value}"\n`
    const edit = {file: join(home(), '.codex', 'config.toml'), format: 'toml', afterwards: 'keep'}
    const otherwise =
      'This session works all the same; a codex started without ccs looks for the proxy at http://127.0.0.1:8321/v1.'
    entry('http://127.0.0.1:8321/v1', ours)
    expect((await plan()).edits).to.deep.equal([{...edit, changes: [whole[1]], otherwise}])
    entry('http://127.0.0.1:8321/v1', `${ours}wire_api = "chat"\n`)
    expect((await plan()).edits).to.deep.equal([{...edit, changes: [whole[3], whole[1]]}])
    entry('http://127.0.0.1:8317/v1', ours)
    expect((await plan()).edits).to.deep.equal([])
    entry('https://pool.example/v1', ours)
    expect((await plan()).edits).to.deep.equal([])
    entry('http://127.0.0.1:8321/v1')
    expect((await plan()).edits).to.deep.equal([])
  })

  it("leaves the user's model and what the file says about calls home", async () => {
    config('model = "gpt-5.5"\n[analytics]\nenabled = true\n[features]\napps = true\n')
    const {args} = await plan()
    expect(
      args.filter((word) => /^(model|model_provider|(analytics|features|check)[._a-z]*)=/.test(word)),
    ).to.deep.equal(['model_provider="cliproxy"', 'check_for_update_on_startup=false', 'features.plugins=false'])
  })

  for (const typed of [['-p', 'work'], ['-pwork'], ['-p=work'], ['exec', '--profile=work'], ['--profile', 'work']])
    it(`lets the file of a profile count over config.toml: ${typed.join(' ')}`, async () => {
      config('[model_providers.cliproxy]\nname = "n"\nbase_url = "http://old"\nenv_key = "K"\n')
      config(
        'model = "gpt-6"\n[features]\napps = true\n[model_providers.cliproxy]\nenv_key = "W"\n',
        'work.config.toml',
      )
      const bundled = JSON.stringify({models: [{slug: 'x', base_instructions: 'y'}]})
      const {args, env, edits, files} = await plan({
        args: [...typed, 'hi'],
        probe: {stamp: 's', output: async () => bundled},
      })
      expect(args.filter((word) => /^(model|features[.a-z]*)=/.test(word))).to.deep.equal(['features.plugins=false'])
      expect({edits, key: env.W, other: env.K}).to.deep.equal({edits: [], key: 'local-secret', other: undefined})
      expect(files?.[0]?.text).to.include('"slug":"gpt-6"')
    })

  it('takes the model of ccs where neither names one, and asks no profile that is only spoken of', async () => {
    config('', 'work.config.toml')
    config('model = "gpt-6"\n', 'play.config.toml')
    for (const args of [['-p', 'work'], ['-p', 'gone'], ['--', '-p', 'play'], ['-p play?']])
      expect((await plan({args})).args, args.join(' ')).to.include('model="gpt-5.4-high-fast"')
  })

  it('works in the native home whatever CODEX_HOME says, and elsewhere only when asked', async () => {
    const env = {CODEX_HOME: join(home(), 'other'), CODEX_SQLITE_HOME: join(home(), 'data')}
    const homes = async (over: object) => {
      const planned = await plan({env: {...env, ...over}})
      const {CODEX_HOME, CODEX_SQLITE_HOME} = {...env, ...planned.env}
      return {CODEX_HOME, CODEX_SQLITE_HOME, file: planned.edits[0]?.file}
    }
    expect(await homes({})).to.deep.equal({
      CODEX_HOME: undefined,
      CODEX_SQLITE_HOME: undefined,
      file: join(home(), '.codex', 'config.toml'),
    })
    expect(await homes({CCSXP_CODEX_HOME: join(home(), 'mine')})).to.deep.equal({
      CODEX_HOME: join(home(), 'mine'),
      CODEX_SQLITE_HOME: undefined,
      file: join(home(), 'mine', 'config.toml'),
    })
  })

  for (const calledAs of ['ccsxp', 'ccsx'])
    for (const [file, args] of [
      ['config.toml', []],
      ['work.config.toml', ['-p', 'work']],
    ] as const)
      it(`refuses an entry in ${file} that gets its token by itself, as ${calledAs}`, async () => {
        config('[model_providers.other]\nauth = {command = "x"}\n')
        expect((await plan({calledAs, args})).args).to.include('model_provider="cliproxy"')
        config('[model_providers.cliproxy]\nname = "Mine"\n[model_providers.cliproxy.auth]\ncommand = "x"\n', file)
        const refused = await plan({calledAs, args}).then(
          () => undefined,
          (error: Error) => ({...error, message: error.message}),
        )
        expect(refused).to.deep.equal({
          message: `Codex takes no key from ccs beside auth in [model_providers.cliproxy] of ${join(home(), '.codex', file)}.`,
          code: 'reserved_entry',
          exit: 2,
          hint: 'The file was left as it is. Take auth out of that entry, or give the entry another name than cliproxy.',
        })
      })

  it('refuses a file that does not parse, with its path', async () => {
    config('[model_providers\n')
    const refused = await plan().then(
      () => undefined,
      (error: Error) => error.message,
    )
    expect(refused).to.match(/\.codex\/config\.toml/)
  })
})
