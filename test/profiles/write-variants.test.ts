import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {readVariants, type Variant} from '../../src/profiles/variants.js'
import {createVariant, editVariant, removeVariant, renameVariant} from '../../src/profiles/write-variants.js'
import {useHome} from '../home.js'

const codex = {id: 'codex', slots: {default: 'gpt-5.4', haiku: 'gpt-5.4-mini'}}
const MAKER = fileURLToPath(new URL('maker.ts', import.meta.url))

const CONFIG = `# mine
version: 8
cliproxy:
  variants:
    # the first
    first:
      provider: codex
      settings: ~/.ccs/first.settings.json # shared
      port: 8320
    second: {provider: codex, settings: ~/.ccs/first.settings.json}
preferences:
  theme: dark
`

describe('writing variants', () => {
  const {home, paths} = useHome()
  const at = (name: string) => join(paths().root, name)
  const read = (name: string) => readFileSync(at(name), 'utf8')
  const write = (name: string, content: string) => {
    mkdirSync(paths().root, {recursive: true})
    writeFileSync(at(name), content)
  }
  const files = () =>
    readdirSync(paths().root)
      .filter((name) => name !== 'cache')
      .sort()
  const variant = async (name: string): Promise<Variant> =>
    (await readVariants(paths())).variants.find((found) => found.name === name)!
  const create = (name: string, more: Partial<Parameters<typeof createVariant>[1]> = {}) =>
    createVariant(paths(), {name, models: {default: 'gpt-5.4-high-fast'}, entry: {}, ...more}, codex)
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => isCcsError(error) && [error.code, error.exit],
    )

  it('creates a settings file in the raw form, and an entry', async () => {
    await create('codex-fast', {entry: {runtime: 'droid', account: 'john', effort: 'high'}})
    expect(read('config.yaml')).to.equal(`cliproxy:
  variants:
    codex-fast:
      provider: codex
      settings: ~/.ccs/codex-fast.settings.json
      target: droid
      account: john
      effort: high
`)
    expect(JSON.parse(read('codex-fast.settings.json'))).to.deep.equal({
      env: {
        ANTHROPIC_MODEL: 'gpt-5.4-high-fast',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'gpt-5.4-high-fast',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'gpt-5.4-high-fast',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.4-mini',
      },
    })
    expect(statSync(at('codex-fast.settings.json')).mode & 0o777).to.equal(0o600)
    expect(await variant('codex-fast')).to.include({
      provider: 'codex',
      runtime: 'droid',
      account: 'john',
      effort: 'high',
    })
  })

  it('creates beside what is there', async () => {
    write('config.yaml', CONFIG)
    await create('third')
    expect(read('config.yaml')).to.equal(
      CONFIG.replace(
        'preferences:',
        '    third:\n      provider: codex\n      settings: ~/.ccs/third.settings.json\npreferences:',
      ),
    )
  })

  it('creates nothing over an entry, a foreign settings file, or a broken config', async () => {
    write('config.yaml', CONFIG)
    expect(await refusal(create('first'))).to.deep.equal(['variant_exists', 2])
    expect(files()).to.deep.equal(['config.yaml'])
    write('glm.settings.json', '{"env": {"ANTHROPIC_BASE_URL": "https://elsewhere"}}')
    expect(await refusal(create('glm'))).to.deep.equal(['settings_exist', 2])
    expect(read('glm.settings.json')).to.equal('{"env": {"ANTHROPIC_BASE_URL": "https://elsewhere"}}')
    write('config.yaml', 'cliproxy: [\n')
    expect(await refusal(create('new'))).to.deep.equal(['invalid_file', 2])
    expect(files()).to.deep.equal(['config.yaml', 'glm.settings.json'])
    expect(read('config.yaml')).to.equal('cliproxy: [\n')
  })

  it('takes over what a create that was cut short left behind', async () => {
    await create('codex-fast')
    const settings = read('codex-fast.settings.json')
    write('config.yaml', '')
    await create('codex-fast')
    expect(read('codex-fast.settings.json')).to.equal(settings)
    expect((await variant('codex-fast')).provider).to.equal('codex')
  })

  it('edits models in the settings file, the rest in the entry', async () => {
    write('config.yaml', CONFIG)
    write('first.settings.json', '{\n  "hooks": 1,\n  "env": {"ANTHROPIC_MODEL": "a", "MINE": "1"}\n}\n')
    await editVariant(paths(), await variant('first'), {models: {default: 'gpt-5.5', haiku: 'gpt-5.2'}})
    expect(read('config.yaml')).to.equal(CONFIG)
    expect(JSON.parse(read('first.settings.json'))).to.deep.equal({
      hooks: 1,
      env: {ANTHROPIC_MODEL: 'gpt-5.5', MINE: '1', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'gpt-5.2'},
    })
    await editVariant(paths(), await variant('first'), {entry: {account: 'sarah', runtime: 'codex'}})
    await editVariant(paths(), await variant('first'), {entry: {runtime: null}, models: {haiku: null}})
    expect(read('config.yaml')).to.equal(CONFIG.replace('port: 8320', 'port: 8320\n      account: sarah'))
    expect(JSON.parse(read('first.settings.json')))
      .to.have.property('env')
      .that.deep.equals({
        ANTHROPIC_MODEL: 'gpt-5.5',
        MINE: '1',
      })
  })

  it('renames in place, with the settings file', async () => {
    await create('one')
    await create('two')
    const settings = read('one.settings.json')
    write('config.yaml', read('config.yaml').replace('    one:', '    # keep me\n    one:'))
    await renameVariant(paths(), await variant('one'), 'uno')
    expect(read('config.yaml')).to.equal(`cliproxy:
  variants:
    # keep me
    uno:
      provider: codex
      settings: ~/.ccs/uno.settings.json
    two:
      provider: codex
      settings: ~/.ccs/two.settings.json
`)
    expect(read('uno.settings.json')).to.equal(settings)
    expect(files()).to.deep.equal(['config.yaml', 'two.settings.json', 'uno.settings.json'])
    expect(await refusal(renameVariant(paths(), await variant('uno'), 'two'))).to.deep.equal(['variant_exists', 2])
    expect(files()).to.deep.equal(['config.yaml', 'two.settings.json', 'uno.settings.json'])
  })

  it('renames without taking a shared settings file away', async () => {
    write('config.yaml', CONFIG)
    write('first.settings.json', '{"env": {}}')
    await renameVariant(paths(), await variant('first'), 'prime')
    expect(files()).to.deep.equal(['config.yaml', 'first.settings.json', 'prime.settings.json'])
    await renameVariant(paths(), await variant('second'), 'deputy')
    expect((await variant('deputy')).settingsFile).to.equal(at('first.settings.json'))
    expect(read('config.yaml')).to.equal(
      CONFIG.replace('    first:', '    prime:')
        .replace('~/.ccs/first.settings.json #', '~/.ccs/prime.settings.json #')
        .replace('second:', 'deputy:'),
    )
  })

  it('removes an entry, and the settings file only when it is its own', async () => {
    write('config.yaml', CONFIG)
    write('first.settings.json', '{"env": {}}')
    expect(await removeVariant(paths(), await variant('first'))).to.deep.equal({deleted: []})
    expect(existsSync(at('first.settings.json'))).to.equal(true)
    expect(await removeVariant(paths(), await variant('second'))).to.deep.equal({deleted: []})
    expect(read('config.yaml')).to.equal('# mine\nversion: 8\npreferences:\n  theme: dark\n')
    await create('own')
    expect(await removeVariant(paths(), await variant('own'))).to.deep.equal({deleted: [at('own.settings.json')]})
    expect(read('config.yaml')).to.equal('# mine\nversion: 8\npreferences:\n  theme: dark\n')
    expect(files()).to.deep.equal(['config.yaml', 'first.settings.json'])
  })

  it('changes variants of an older ccs without losing the rest of its file', async () => {
    const old =
      '{\n  "profiles": {"glm": "~/.ccs/glm.settings.json"},\n  "cliproxy": {\n    "a": {"provider": "codex"},\n    "b": {"provider": "codex", "settings": "~/b.json"}\n  }\n}\n'
    write('config.json', old)
    await editVariant(paths(), await variant('b'), {entry: {runtime: 'codex'}})
    expect(await variant('b')).to.include({
      source: 'config.yaml',
      runtime: 'codex',
      settingsFile: join(home(), 'b.json'),
    })
    expect(read('config.json')).to.equal(old)
    await renameVariant(paths(), await variant('a'), 'z')
    expect((await readVariants(paths())).variants.map(({name}) => name)).to.deep.equal(['b', 'z'])
    expect(JSON.parse(read('config.json'))).to.deep.equal({
      profiles: {glm: '~/.ccs/glm.settings.json'},
      cliproxy: {b: {provider: 'codex', settings: '~/b.json'}},
    })
  })

  it('takes a variant of an older ccs out of both files that hold it', async () => {
    write('config.json', '{"cliproxy": {"a": {"provider": "codex"}, "b": {"provider": "codex"}}}')
    for (const name of ['a', 'b']) await editVariant(paths(), await variant(name), {entry: {effort: 'low'}})
    await renameVariant(paths(), await variant('a'), 'z')
    await removeVariant(paths(), await variant('b'))
    expect((await readVariants(paths())).variants.map(({name}) => name)).to.deep.equal(['z'])
    expect(JSON.parse(read('config.json'))).to.deep.equal({cliproxy: {}})
  })

  it('leaves everything as it was when the config is write-protected', async () => {
    write('config.yaml', CONFIG)
    write('first.settings.json', '{"env": {}}')
    chmodSync(at('config.yaml'), 0o400)
    const first = await variant('first')
    expect(await refusal(create('third'))).to.deep.equal(['read_only_file', 2])
    expect(await refusal(renameVariant(paths(), first, 'prime'))).to.deep.equal(['read_only_file', 2])
    expect(await refusal(removeVariant(paths(), first))).to.deep.equal(['read_only_file', 2])
    expect(files()).to.deep.equal(['config.yaml', 'first.settings.json'])
    expect(read('config.yaml')).to.equal(CONFIG)
  })

  it('lets several processes make variants at once: each name once, none lost', async () => {
    const make = async (...names: readonly string[]) => {
      const child = spawn(process.execPath, ['--import', 'tsx', MAKER, ...names], {
        env: {...process.env, HOME: home()},
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      return (await text(child.stdout)).trim().split('\n')
    }
    const said = await Promise.all([make('same', 'a1', 'a2'), make('same', 'b1', 'b2'), make('same', 'c1', 'c2')])
    expect(said.map(([first]) => first).sort()).to.deep.equal(['made', 'variant_exists', 'variant_exists'])
    expect(said.flatMap(([, ...rest]) => rest)).to.deep.equal(Array(6).fill('made'))
    const {variants, faults} = await readVariants(paths())
    expect(faults).to.deep.equal([])
    expect(variants.map(({name}) => name).sort()).to.deep.equal(['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'same'])
    for (const {settingsFile} of variants) expect(existsSync(settingsFile), settingsFile).to.equal(true)
  })
})
