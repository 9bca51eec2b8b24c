import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import type {CcsError} from '../../src/errors/ccs-error.js'
import {createPlugin, type Wish} from '../../src/install/create-plugin.js'
import {takenIds} from '../../src/install/taken-ids.js'
import {useHome} from '../home.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

describe('ccs plugins create', () => {
  const {home} = useHome()
  const create = (wish: Partial<Wish> & Pick<Wish, 'name'>) => createPlugin({kind: 'provider', cwd: home(), ...wish})
  const refusal = (wish: Partial<Wish> & Pick<Wish, 'name'>) =>
    create(wish).then(
      () => undefined,
      (error: CcsError) => [error.exit, error.message],
    )
  const filesIn = (folder: string) =>
    readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .filter((file) => statSync(join(folder, file)).isFile())
      .sort()

  it('refuses an id that nobody would get at', async () => {
    const paths = {cache: join(home(), 'none')}
    const env = {CCS_DATA_DIR: join(home(), 'data')}
    const refused = (kind: Wish['kind'], ids: readonly string[]) =>
      Promise.all(ids.map((id) => refusal({name: id, kind, taken: takenIds(kind, env, paths)})))
    expect(await refused('provider', ['doctor', 'codex', 'ccsx', 'claude'])).to.deep.equal([
      [2, '"doctor" is taken: it is the command "ccs doctor".'],
      [2, '"codex" is taken: it is a provider.'],
      [2, '"ccsx" is taken: it is a name of ccs itself.'],
      undefined,
    ])
    expect(await refused('runtime', ['droid', 'doctor'])).to.deep.equal([
      [2, '"droid" is taken: it is a runtime.'],
      undefined,
    ])
  })

  it('writes a provider under its name, with nothing left to fill in', async () => {
    const files = ['README.md', 'package.json', 'src/provider.js', 'test/provider.test.js']
    expect(await create({name: '@me/ccs-provider-my-acme'})).to.deep.equal({
      name: '@me/ccs-provider-my-acme',
      kind: 'provider',
      id: 'my-acme',
      folder: join(home(), 'ccs-provider-my-acme'),
      files,
    })
    const folder = join(home(), 'ccs-provider-my-acme')
    expect(filesIn(folder)).to.deep.equal(files)
    for (const file of files) expect(readFileSync(join(folder, file), 'utf8')).not.to.match(/__[A-Z]+__/)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
    expect([manifest.name, manifest.oclif, manifest.dependencies, manifest.devDependencies]).to.deep.equal([
      '@me/ccs-provider-my-acme',
      {hooks: {'ccs:provider:my-acme': './src/provider.js'}},
      undefined,
      {ccs: `file:${ROOT.slice(0, -1)}`},
    ])
  })

  it('writes what the types of the contract agree with', async () => {
    const folder = join(home(), 'node_modules')
    mkdirSync(folder)
    for (const kind of ['provider', 'runtime'] as const) await create({name: 'acme', kind, folder: join(home(), kind)})
    execFileSync('ln', ['-s', ROOT, join(folder, 'ccs')])
    const words =
      '--noEmit --allowJs --checkJs --strict --skipLibCheck --module nodenext --target es2023 --types node --typeRoots'
    const files = ['provider/src/provider.js', 'provider/test/provider.test.js', 'runtime/src/runtime.js']
    const types = join(ROOT, 'node_modules', '@types')
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), [...words.split(' '), types, ...files], {cwd: home()})
  })

  it('writes over nothing, and takes no name that could not be called', async () => {
    mkdirSync(join(home(), 'full'))
    writeFileSync(join(home(), 'full', 'mine'), '')
    expect([
      await refusal({name: 'acme', folder: 'full'}),
      await refusal({name: 'acme', folder: 'full/mine'}),
      await refusal({name: '../acme'}),
      await refusal({name: 'acme', id: 'a b'}),
      await refusal({name: 'ccs-provider-'}),
    ]).to.deep.equal([
      [2, `${home()}/full is not empty.`],
      [2, `${home()}/full/mine cannot be written: it is no folder.`],
      [2, '"../acme" is no name for a package.'],
      [2, '"a b" is no id.'],
      [2, '"" is no id.'],
    ])
    expect(filesIn(home())).to.deep.equal(['full/mine'])
  })
})
