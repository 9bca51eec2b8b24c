import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import type {CcsError} from '../../src/errors/ccs-error.js'
import {faultOfContribution, listContributions, loadProvider, loadRuntime} from '../../src/registry/contributions.js'
import {readHookIndex} from '../../src/registry/hook-index.js'
import {useHome} from '../home.js'
import {hostOf, installStrangers, providerSource, type Stranger} from './stranger.js'

const acme: Stranger = {name: 'acme', type: 'user', event: 'ccs:provider:acme', source: providerSource('acme')}

describe('contributions', () => {
  const {home} = useHome()
  const failure = (work: Promise<unknown>): Promise<CcsError> =>
    work.then(
      () => expect.fail('it was accepted'),
      (error: CcsError) => error,
    )

  it('lists what is bundled and what the user installed, without running it', async () => {
    const bomb = {...acme, name: 'bomb', event: 'ccs:runtime:bomb', source: 'process.exit(99)'}
    const env = installStrangers(home(), [acme, bomb])
    const found = (await listContributions(hostOf(home(), env))).map(
      ({kind, id, plugin, source}) => `${kind} ${id} ${plugin} ${source}`,
    )
    expect(found).to.include.members([
      'provider acme acme user',
      'runtime bomb bomb user',
      'provider codex @ccs/provider-codex bundled',
      'runtime claude @ccs/runtime-claude bundled',
    ])
  })

  it('takes a hook in each way that oclif takes one', async () => {
    const env = installStrangers(home(), [acme])
    const manifest = join(home(), 'data', 'node_modules', 'acme', 'package.json')
    for (const target of ['./hook.js', './hook', ['./hook.js'], {target: './hook', identifier: 'default'}]) {
      const oclif = {hooks: {'ccs:provider:acme': target}}
      writeFileSync(manifest, JSON.stringify({name: 'acme', version: '1.0.0', type: 'module', oclif}))
      expect((await loadProvider('acme', hostOf(home(), env))).title).to.equal('Title of acme')
    }
  })

  it('loads one provider', async () => {
    const env = installStrangers(home(), [acme])
    expect((await loadProvider('acme', hostOf(home(), env))).title).to.equal('Title of acme')
  })

  it('takes linked over user and says so', async () => {
    const source = providerSource('acme').replace('Title of', 'Linked')
    const env = installStrangers(home(), [acme, {...acme, name: 'zz-linked', type: 'link', source}])
    const host = hostOf(home(), env)
    expect((await loadProvider('acme', host)).title).to.equal('Linked acme')
    expect(host.notes).to.deep.equal(['The provider "acme" comes from zz-linked (linked), over acme (user).'])
  })

  it('passes over a broken plugin when another one has the id', async () => {
    const env = installStrangers(home(), [
      acme,
      {...acme, name: 'bad', type: 'link', source: 'throw new Error("boom")'},
    ])
    const host = hostOf(home(), env)
    expect((await loadProvider('acme', host)).title).to.equal('Title of acme')
    expect(host.notes).to.deep.equal(['The plugin bad cannot be used: boom. acme is used in its place.'])
  })

  const FAULTS: readonly (readonly [what: string, source: string, fault: string])[] = [
    ['throws when imported', 'throw new Error("boom")', 'boom'],
    ['throws a text', 'throw "no error at all"', 'no error at all'],
    ['throws what has no text', 'throw Object.create(null)', 'it threw something that has no text'],
    ['throws when called', 'export default () => { throw new Error("bang") }', 'bang'],
    ['hangs', 'export default () => new Promise(() => {})', 'it did not answer within 0.3 s'],
    [
      'hangs while it is imported',
      'await new Promise((resolve) => setTimeout(resolve, 2000))',
      'it did not answer within 0.3 s',
    ],
    ['returns nothing', 'export default () => {}', 'its hook returned nothing instead of a plugin'],
    ['returns a text', 'export default () => "x"', 'its hook returned a string instead of a plugin'],
    [
      'wants another contract',
      'export default () => ({contract: 2, id: "acme"})',
      'it wants contract 2; this ccs has contract 1',
    ],
    ['has another id', providerSource('other'), 'it calls itself "other", its hook is registered for "acme"'],
    [
      'has no models',
      providerSource('acme', 'models: 7'),
      'its models must be a list of models, each with id, name, efforts and tiers',
    ],
    ['cannot open', providerSource('acme', 'open: 1'), 'its open must be a function'],
    [
      'signs in by magic',
      providerSource('acme', 'signIn: {type: "magic"}'),
      'its signIn must be an object of type "oauth" or "api-key"',
    ],
  ]
  for (const [what, source, fault] of FAULTS) {
    it(`names a plugin that ${what}; the others work`, async () => {
      const env = installStrangers(home(), [
        {...acme, source},
        {...acme, name: 'fine', event: 'ccs:provider:fine', source: providerSource('fine')},
      ])
      const host = hostOf(home(), env)
      const error = await failure(loadProvider('acme', host))
      expect(error.toJSON().error).to.deep.equal({
        code: 'broken_plugin',
        message: `The plugin acme cannot be used: ${fault}.`,
        hint: 'Update the plugin, or take it out.',
        command: 'ccs plugins',
      })
      const [contribution] = await listContributions(host)
      expect(await faultOfContribution(contribution!, host)).to.equal(fault)
      expect((await loadProvider('fine', host)).id).to.equal('fine')
    })
  }

  it('does not call a plugin broken that says what is wrong with the environment', async () => {
    const source = `export default () => {
      throw Object.assign(new Error('ACME_URL is no URL: x'), {exit: 2, hint: 'Correct ACME_URL.'})
    }`
    const env = installStrangers(home(), [acme, {...acme, name: 'zz-linked', type: 'link', source}])
    const error = await failure(loadProvider('acme', hostOf(home(), env)))
    expect([error.exit, error.toJSON().error]).to.deep.equal([
      2,
      {code: 'invalid_config', message: 'ACME_URL is no URL: x.', hint: 'Correct ACME_URL.'},
    ])
    const bundled = hostOf(home(), {...env, CCS_CODEX_BASE_URL: 'http://evil.example/api'})
    const own = await failure(loadProvider('codex', {...bundled, kit: () => ({env: bundled.env}) as never}))
    expect([own.exit, own.toJSON().error]).to.deep.equal([
      2,
      {
        code: 'invalid_config',
        message: 'CCS_CODEX_BASE_URL must be https, or http on this machine: http://evil.example/api.',
        hint: 'Correct CCS_CODEX_BASE_URL, or unset it.',
      },
    ])
  })

  it('names a runtime that does not say where it lies', async () => {
    const source = `export default () => ({contract: 1, id: 'lost', title: 'Lost', speaks: 'openai-chat', aliases: [],
      locate: () => ({variable: 'LOST_PATH'}), plan: () => ({})})`
    const env = installStrangers(home(), [{name: 'lost', type: 'user', event: 'ccs:runtime:lost', source}])
    const [contribution] = await listContributions(hostOf(home(), env))
    expect(await faultOfContribution(contribution!, hostOf(home(), env))).to.equal(
      'what its locate returns must have names: a list of names',
    )
  })

  for (const [facts, fault] of [
    ['tested: "1.0.0"', 'its tested must be an object with oldest and newest version or absent'],
    ['tested: {oldest: "1.0.0"}', 'its tested must be an object with oldest and newest version or absent'],
    ['needs: 5', 'its needs must be a version such as 1.2.3 or absent'],
    ['needs: "new"', 'its needs must be a version such as 1.2.3 or absent'],
    ['probe: {args: "--models"}', 'its probe must be an object with a list of args or absent'],
    ['tested: {oldest: "1.0.0", newest: "2.0.0-beta.1"}, needs: "1.0.0", probe: {args: ["--models"]}', undefined],
  ] as const)
    it(`${fault === undefined ? 'takes' : 'names'} a runtime with ${facts}`, async () => {
      const source = `export default () => ({contract: 1, id: 'odd', title: 'Odd', speaks: 'openai-chat', aliases: [],
        locate: () => ({variable: 'ODD_PATH', names: ['odd'], alsoAt: [], install: 'npm install odd'}),
        plan: () => ({}), ${facts}})`
      const env = installStrangers(home(), [{name: 'odd', type: 'user', event: 'ccs:runtime:odd', source}])
      const [contribution] = await listContributions(hostOf(home(), env))
      expect(await faultOfContribution(contribution!, hostOf(home(), env))).to.equal(fault)
    })

  it('says which runtimes there are when asked for another', async () => {
    const env = installStrangers(home(), [])
    const error = await failure(loadRuntime('emacs', hostOf(home(), env)))
    expect([error.code, error.exit]).to.deep.equal(['unknown_runtime', 2])
    expect(error.hint).to.match(/^Installed: .*claude/)
  })

  it('names a package that is gone or torn', () => {
    const env = installStrangers(home(), [acme, {...acme, name: 'torn'}])
    writeFileSync(join(home(), 'data', 'node_modules', 'torn', 'package.json'), '{"name":')
    const {faults} = readHookIndex(env, {cache: join(home(), 'cache')})
    expect(faults.map(({plugin}) => plugin)).to.deep.equal(['torn'])
    expect(faults[0]?.reason).to.match(/^its package.json cannot be read/)
  })

  it('keeps the index and reads it afresh when a package changed', async () => {
    const cache = join(home(), '.ccs', 'cache')
    mkdirSync(join(home(), '.ccs'))
    const env = installStrangers(home(), [acme])
    readHookIndex(env, {cache})
    const kept = await eventually(
      () => JSON.parse(readFileSync(join(cache, 'hooks.json'), 'utf8')) as {words: string[]},
    )
    writeFileSync(join(cache, 'hooks.json'), JSON.stringify({...kept, words: ['from-the-file']}))
    expect(readHookIndex(env, {cache}).words).to.deep.equal(['from-the-file'])
    installStrangers(home(), [acme, {...acme, name: 'second', event: 'ccs:runtime:second'}])
    const ids = readHookIndex(env, {cache}).contributions.map(({id}) => id)
    expect(ids).to.include.members(['acme', 'second'])
  })
})

async function eventually<T>(read: () => T): Promise<T> {
  for (;;) {
    try {
      return read()
    } catch {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
