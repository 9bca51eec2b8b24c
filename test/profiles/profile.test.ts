import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {pathsOf} from '../../src/config/paths.js'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {openProfile} from '../../src/profiles/open-profile.js'
import {resolveProfile} from '../../src/profiles/profile.js'
import {readVariants} from '../../src/profiles/variants.js'
import {useHome} from '../home.js'

const providers = ['codex', 'compatible']

describe('profiles', () => {
  const {home, paths} = useHome()
  const resolve = (name: string) => resolveProfile(name, {paths: paths(), providers})
  const refusal = (name: string) =>
    resolve(name).then(
      () => undefined,
      (error: unknown) => isCcsError(error) && [error.message, error.exit, error.command],
    )
  const write = (name: string, text: string) => {
    mkdirSync(paths().root, {recursive: true})
    writeFileSync(join(paths().root, name), text)
  }

  it('are providers, without any file', async () => {
    expect(await resolve('codex')).to.deep.equal({
      name: 'codex',
      provider: 'codex',
      settingsFile: join(home(), '.ccs', 'codex.settings.json'),
    })
    expect(await resolve('unheard-of')).to.equal(undefined)
    expect(await resolve('toString')).to.equal(undefined)
  })

  it('are variants of config.yaml, with all they fix', async () => {
    write(
      'config.yaml',
      `version: 8
cliproxy:
  oauth_accounts: {}
  variants:
    fast:
      provider: codex
      settings: ~/.ccs/fast.settings.json
      port: 8320
    full:
      provider: compatible
      settings: ${home()}/elsewhere.json
      model: gpt-5.4-high-fast
      target: droid
      account: john
      effort: xhigh
    bare: {provider: codex}
    near: {provider: codex, settings: sub/near.json}
`,
    )
    const root = join(home(), '.ccs')
    expect(await resolve('fast')).to.deep.equal({
      name: 'fast',
      provider: 'codex',
      settingsFile: join(root, 'fast.settings.json'),
    })
    expect(await resolve('full')).to.deep.equal({
      name: 'full',
      provider: 'compatible',
      settingsFile: join(home(), 'elsewhere.json'),
      model: 'gpt-5.4-high-fast',
      runtime: 'droid',
      account: 'john',
      effort: 'xhigh',
    })
    expect((await resolve('bare'))?.settingsFile).to.equal(join(root, 'bare.settings.json'))
    expect((await resolve('near'))?.settingsFile).to.equal(join(root, 'sub', 'near.json'))
  })

  it('are variants that an older ccs kept in config.json, unless config.yaml has the name', async () => {
    write(
      'config.json',
      '{"profiles": {}, "cliproxy": {"old": {"provider": "codex", "settings": "~/x.json"}, "both": {"provider": "gemini"}}}',
    )
    write('config.yaml', 'cliproxy: {variants: {both: {provider: codex}}}\n')
    const {variants, faults} = await readVariants(paths())
    expect(faults).to.deep.equal([])
    expect(variants.map(({name, provider, source}) => [name, provider, source])).to.deep.equal([
      ['both', 'codex', 'config.yaml'],
      ['old', 'codex', 'config.json'],
    ])
    expect((await resolve('old'))?.settingsFile).to.equal(join(home(), 'x.json'))
  })

  it('lie under the root, wherever that is', async () => {
    const moved = pathsOf({HOME: home(), CCS_DIR: join(home(), 'state')})
    mkdirSync(moved.root)
    writeFileSync(
      moved.config,
      'cliproxy: {variants: {fast: {provider: codex, settings: ~/.ccs/fast.settings.json}}}\n',
    )
    const found = await resolveProfile('fast', {paths: moved, providers})
    expect(found?.settingsFile).to.equal(join(home(), 'state', 'fast.settings.json'))
  })

  it('that cannot be used say why, and leave the others in peace', async () => {
    write(
      'config.yaml',
      `cliproxy:
  variants:
    none: {settings: x.json}
    word: just a word
    deep: {provider: codex, effort: huge}
    gone: {provider: vanished}
    good: {provider: codex}
`,
    )
    const command = (name: string) => `ccs cliproxy edit ${name}`
    expect(await refusal('none')).to.deep.equal([
      'The variant "none" cannot be used: it names no provider.',
      2,
      command('none'),
    ])
    expect(await refusal('word')).to.deep.equal([
      'The variant "word" cannot be used: it names no provider.',
      2,
      command('word'),
    ])
    expect(await refusal('deep')).to.deep.equal([
      'The variant "deep" cannot be used: "huge" is no level of effort.',
      2,
      command('deep'),
    ])
    expect(await refusal('gone')).to.deep.equal([
      'The variant "gone" cannot be used: its provider "vanished" is not installed.',
      2,
      command('gone'),
    ])
    expect((await resolve('good'))?.provider).to.equal('codex')
  })

  it('open with the slots of their settings file, made from the model they name when missing', async () => {
    const provider = {slots: {default: 'gpt-5.4', haiku: 'gpt-5.4-mini'}}
    const settingsFile = join(home(), 'v.settings.json')
    expect(await openProfile({settingsFile, model: 'gpt-5.5-fast'}, provider)).to.deep.equal({
      slots: {
        default: 'gpt-5.5-fast',
        opus: 'gpt-5.5-fast',
        sonnet: 'gpt-5.5-fast',
        haiku: 'gpt-5.4-mini',
        subagent: 'gpt-5.5-fast',
      },
      settingsEnv: {},
    })
    writeFileSync(settingsFile, '{"env": {"ANTHROPIC_MODEL": "gpt-5.2", "ANTHROPIC_AUTH_TOKEN": "old", "MINE": "1"}}')
    const opened = await openProfile({settingsFile, model: 'gpt-5.5-fast'}, provider)
    expect([opened.slots.default, opened.settingsEnv]).to.deep.equal(['gpt-5.2', {MINE: '1'}])
  })

  it('never come between a provider and a broken config', async () => {
    write('config.yaml', 'cliproxy: [\n')
    expect((await resolve('codex'))?.name).to.equal('codex')
    expect((await refusal('fast'))?.toString()).to.contain('config.yaml is not valid YAML (line')
    write('config.yaml', '')
    write('config.json', '{')
    expect((await refusal('fast'))?.toString()).to.contain('config.json is not valid JSON (line 1')
  })
})
