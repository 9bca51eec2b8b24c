import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {readConfig, valueAt} from '../../src/config/config.js'
import {isCcsError} from '../../src/errors/ccs-error.js'
import {useHome} from '../home.js'

const SOURCE = fileURLToPath(new URL('../../src/config/read-yaml.ts', import.meta.url))

describe('reading YAML', () => {
  const {home, paths} = useHome()
  const write = (text: string) => {
    mkdirSync(paths().root, {recursive: true})
    writeFileSync(paths().config, text)
  }

  it('answers an empty configuration where there is none', async () => {
    expect(await readConfig(paths())).to.deep.equal({})
    write('')
    expect(await readConfig(paths())).to.deep.equal({})
    write('# only a comment\n')
    expect(await readConfig(paths())).to.deep.equal({})
  })

  it('reads, and reads anew when the file changes', async () => {
    write('a: 1\nb: {c: [x, y]}\n')
    expect(await readConfig(paths())).to.deep.equal({a: 1, b: {c: ['x', 'y']}})
    write('a: 2\n')
    expect(await readConfig(paths())).to.deep.equal({a: 2})
    expect(valueAt({b: {c: ['x', 'y']}}, ['b', 'c', '1'])).to.equal('y')
    expect(valueAt({b: 1}, ['b', 'c'])).to.equal(undefined)
    expect(valueAt({}, ['toString'])).to.equal(undefined)
  })

  it('loads no parser in the next process while nothing changed', () => {
    write('a: 1\n')
    const script = `
      const {readYaml} = await import(${JSON.stringify(SOURCE)})
      const value = await readYaml(${JSON.stringify(paths().config)}, ${JSON.stringify(paths().cache)})
      const {createRequire} = await import('node:module')
      const parser = Object.keys(createRequire(import.meta.url).cache).some((file) => /node_modules.yaml./.test(file))
      console.log(JSON.stringify({value, parser}))`
    const run = () =>
      JSON.parse(
        execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {encoding: 'utf8'}),
      ) as unknown
    expect(run()).to.deep.equal({value: {a: 1}, parser: true})
    expect(run()).to.deep.equal({value: {a: 1}, parser: false})
    writeFileSync(paths().config, 'a: 3\n')
    expect(run()).to.deep.equal({value: {a: 3}, parser: true})
    expect(statSync(join(paths().cache, 'config.json')).mode & 0o777).to.equal(0o600)
  })

  it('survives a cache that is broken or cannot be written', async () => {
    write('a: 1\n')
    mkdirSync(join(paths().cache, 'config.json'), {recursive: true})
    expect(await readConfig(paths())).to.deep.equal({a: 1})
    utimesSync(paths().config, 1, 1)
    expect(await readConfig(paths())).to.deep.equal({a: 1})
  })

  for (const [name, text, place] of [
    ['a tab for indentation', 'a: 1\nb:\n\tc: 2\n', 'line 3, column 1'],
    ['an open bracket', 'a: [1, 2\n', 'line 2, column 1'],
    ['a key twice', 'a: 1\na: 2\n', 'line 2, column 1'],
    ['an unknown alias', 'a: *none\n', 'line 1, column 1'],
  ] as const)
    it(`names ${name} with its place, and leaves the file`, async () => {
      write(text)
      const error = await readConfig(paths()).catch((caught: unknown) => caught)
      expect(isCcsError(error) && error.message).to.contain(
        `${join(home(), '.ccs', 'config.yaml')} is not valid YAML (`,
      )
      expect(isCcsError(error) && error.message).to.contain(place)
      expect(isCcsError(error) && error.exit).to.equal(2)
      expect(readFileSync(paths().config, 'utf8')).to.equal(text)
    })

  it('names a file that cannot be read', async () => {
    mkdirSync(paths().config, {recursive: true})
    chmodSync(paths().config, 0o700)
    const error = await readConfig(paths()).catch((caught: unknown) => caught)
    expect(isCcsError(error) && [error.message, error.exit]).to.deep.equal([
      `${paths().config} cannot be read: it is a folder.`,
      2,
    ])
  })
})
