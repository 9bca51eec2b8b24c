import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {pack} from '../install/registry.js'
import {writeStranger} from '../install/stranger-folder.js'
import {usePlugins} from './use-plugins.js'

describe('ccs plugins install, link, update, uninstall', function () {
  this.timeout(60_000)
  const {home, ccs, done, strangers, registry} = usePlugins()
  const ACME = 'provider acme: acme-provider 1.0.0 user'

  it('takes a packed tarball, and gives it back', async () => {
    pack(writeStranger(join(home(), 'acme'), 'acme'))
    await done('plugins', 'install', './acme-provider-1.0.0.tgz')
    expect(strangers()).to.deep.equal([ACME])
    await done('plugins', 'uninstall', 'acme-provider')
    expect(strangers()).to.deep.equal([])
    expect(existsSync(join(home(), 'data', 'ccs', 'node_modules', 'acme-provider'))).to.equal(false)
  })

  it('takes a tarball again when it changed', async () => {
    const folder = writeStranger(join(home(), 'acme'), 'acme')
    pack(folder)
    await done('plugins', 'install', 'acme-provider-1.0.0.tgz')
    pack(writeStranger(folder, 'acme', {version: '1.1.0'}))
    await done('plugins', 'install', 'acme-provider-1.1.0.tgz')
    expect(strangers()).to.deep.equal(['provider acme: acme-provider 1.1.0 user'])
  })

  it('copies a folder, so that it may go away', async () => {
    const folder = writeStranger(join(home(), 'acme'), 'acme')
    await done('plugins', 'install', './acme')
    writeFileSync(join(folder, 'hook.js'), '')
    expect(strangers()).to.deep.equal([ACME])
    expect(readFileSync(join(home(), 'data/ccs/node_modules/acme-provider/hook.js'), 'utf8')).to.include('acme')
    await done('plugins', 'uninstall', 'acme-provider')
    expect(strangers()).to.deep.equal([])
  })

  it('links a folder without a word on ESM or lock files', async () => {
    writeStranger(join(home(), 'acme'), 'acme')
    await done('plugins', 'link', 'acme')
    expect(strangers()).to.deep.equal(['provider acme: acme-provider 1.0.0 linked'])
    expect((await ccs(['version'])).stderr).to.equal('')
    await done('plugins', 'unlink', 'acme-provider')
    expect(strangers()).to.deep.equal([])
  })

  it('keeps each of those that are added at the same time', async () => {
    const words = ['one', 'two', 'three', 'four']
    for (const word of words) writeStranger(join(home(), word), word)
    await Promise.all(words.map((word, at) => done('plugins', at === 0 ? 'install' : 'link', `./${word}`)))
    expect(strangers().map((line) => line.split(' ')[1])).to.have.members(words.map((word) => `${word}:`))
    expect(existsSync(join(home(), 'data', 'ccs', 'package.json.lock'))).to.equal(false)
  })

  it('leaves a list of plugins alone that cannot be read, and names it', async () => {
    const list = join(home(), 'data', 'ccs', 'package.json')
    const torn = '{"oclif": {"plugins": ['
    mkdirSync(join(list, '..'), {recursive: true})
    writeFileSync(list, torn)
    writeStranger(join(home(), 'acme'), 'acme')
    const {code, stderr} = await ccs(['plugins', 'link', './acme'])
    const sentence = `${list} is not valid JSON (line 1, column 24).`
    expect([code, stderr]).to.deep.equal([
      2,
      `Error: ${sentence}\nThe file was left as it is. Mend it, or move it away.\n`,
    ])
    expect(readFileSync(list, 'utf8')).to.equal(torn)
    const {faults} = JSON.parse((await ccs(['plugins', '--json'])).stdout) as {faults: unknown}
    expect(faults).to.deep.equal([{plugin: list, kind: null, id: null, status: 'unknown', reason: sentence}])
    const {checks} = JSON.parse((await ccs(['doctor', '--json'])).stdout) as {checks: readonly {code: string}[]}
    expect(checks.find((check) => check.code.startsWith('plugin'))).to.deep.equal({
      code: 'plugins_unknown',
      status: 'fail',
      message: `No plugin that you installed is known: ${sentence}`,
      command: `mv ${list} ${list}.broken`,
    })
  })

  const repository = (id: string) => {
    const folder = writeStranger(join(home(), `${id}-repository`), id)
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {cwd: folder})
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'first')
    return `git+file://${folder}`
  }

  it('takes a git address', async () => {
    await done('plugins', 'install', repository('acme'))
    expect(strangers()).to.deep.equal([ACME])
  })

  it('tells several apart that come in the same way', async () => {
    const sources: readonly (readonly [kind: string, make: (id: string) => string])[] = [
      ['folder', (id) => writeStranger(join(home(), id), id)],
      ['git', repository],
    ]
    const words = sources.flatMap(([kind, make]) => ['one', 'two'].map((nth) => make(`${kind}-${nth}`)))
    for (const word of words) await done('plugins', 'install', word)
    const named = (of: readonly string[]) => of.map((id) => `provider ${id}: ${id}-provider 1.0.0 user`).sort()
    const ids = sources.flatMap(([kind]) => [`${kind}-one`, `${kind}-two`])
    expect(strangers()).to.deep.equal(named(ids))
    await done('plugins', 'uninstall', ...ids.filter((id) => id.endsWith('one')).map((id) => `${id}-provider`))
    expect(strangers()).to.deep.equal(named(ids.filter((id) => id.endsWith('two'))))
  })

  it('says what is no plugin, also beside another folder', async () => {
    writeStranger(join(home(), 'acme'), 'acme')
    await done('plugins', 'install', './acme')
    mkdirSync(join(home(), 'plain'))
    writeFileSync(join(home(), 'plain', 'package.json'), '{"name": "plain", "version": "1.0.0"}')
    const {code, stderr} = await ccs(['plugins', 'install', './plain'])
    expect([code, /^Error: .*/m.exec(stderr)?.[0]]).to.deep.equal([
      2,
      'Error: plain is no plugin: its package.json has no "oclif".',
    ])
    expect(strangers()).to.deep.equal([ACME])
  })

  it('takes a name, and its next version on update', async () => {
    const folder = writeStranger(join(home(), 'acme'), 'acme')
    registry().publish(folder)
    await done('plugins', 'install', 'acme-provider')
    expect(strangers()).to.deep.equal([ACME])
    registry().publish(writeStranger(folder, 'acme', {version: '1.2.0'}))
    await done('plugins', 'update')
    expect(strangers()).to.deep.equal(['provider acme: acme-provider 1.2.0 user'])
  })

  it('says how to see what npm says of an update that fails', async () => {
    const address = repository('acme')
    await done('plugins', 'install', address)
    rmSync(address.slice('git+file://'.length), {recursive: true})
    const update = async (...more: readonly string[]) => ccs(['plugins', 'update', ...more])
    const {code, stderr} = await update()
    expect({code, said: stderr.slice(stderr.indexOf('Error: '))}).to.deep.equal({
      code: 1,
      said: `Error: npm could not do its part for acme-provider.
What was installed is still in use. This shows what npm says:
Next: ccs plugins update --verbose
`,
    })
    expect((await update('--verbose')).stdout).to.match(/npm error .*acme-repository/)
    expect(strangers()).to.deep.equal([ACME])
  })

  it('updates the others where the source of one is gone, and says which', async () => {
    const tarball = pack(writeStranger(join(home(), 'acme'), 'acme'))
    const folder = writeStranger(join(home(), 'other'), 'other')
    registry().publish(folder)
    for (const source of [tarball, 'other-provider']) await done('plugins', 'install', source)
    registry().publish(writeStranger(folder, 'other', {version: '1.1.0'}))
    rmSync(tarball)
    const {code, stderr} = await ccs(['plugins', 'update'])
    expect([code, stderr.includes(`acme-provider stays as it is: ${tarball} is gone.\n`)], stderr).to.deep.equal([
      0,
      true,
    ])
    expect(strangers()).to.deep.equal([ACME, 'provider other: other-provider 1.1.0 user'])
    await done('plugins', 'uninstall', 'acme-provider')
  })

  it('runs no script of a plugin, and refuses one that is made for another Node', async () => {
    const postinstall = `node -e "require('fs').writeFileSync('${join(home(), 'ran')}', '')"`
    writeStranger(join(home(), 'acme'), 'acme', {scripts: {postinstall, install: postinstall}})
    await done('plugins', 'install', './acme')
    expect(existsSync(join(home(), 'ran'))).to.equal(false)
    writeStranger(join(home(), 'newer'), 'newer', {engines: {node: '>=99'}})
    const {code, stdout, stderr} = await ccs(['plugins', 'install', './newer'])
    expect(code).not.to.equal(0)
    expect(stdout + stderr).to.match(/EBADENGINE/)
    expect(strangers()).to.deep.equal([ACME])
  })

  it('fails soon without a network', async () => {
    const dead = {CCS_NPM_REGISTRY: 'http://127.0.0.1:1'}
    writeStranger(join(home(), 'needy'), 'needy', {dependencies: {'left-pad': '1.3.0'}})
    const started = Date.now()
    const ends = await Promise.all(['some-name', './needy'].map((word) => ccs(['plugins', 'install', word], dead)))
    expect(ends.map(({code, stderr}) => [code, /^Error: .*/m.exec(stderr)?.[0]])).to.deep.equal([
      [5, 'Error: The npm registry cannot be reached from here, and some-name was not installed.'],
      [5, `Error: The npm registry cannot be reached from here, and file:${home()}/needy was not installed.`],
    ])
    expect(Date.now() - started).to.be.below(20_000)
    expect(strangers()).to.deep.equal([])
  })

  it('gives one object under --json, and leaves with the same exit code', async () => {
    writeStranger(join(home(), 'acme'), 'acme')
    const json = async (...args: readonly string[]) => {
      const {code, stdout} = await ccs(['plugins', ...args, '--json'])
      return [code, JSON.parse(stdout)]
    }
    const acme = {plugins: [{name: 'acme-provider', version: '1.0.0', source: 'user'}]}
    expect(await json('install', './acme')).to.deep.equal([0, acme])
    expect(await json('inspect', 'acme-provider')).to.deep.equal([0, acme])
    expect(await json('update')).to.deep.equal([0, acme])
    expect(await json('uninstall', 'acme-provider')).to.deep.equal([0, {plugins: []}])
    for (const args of [
      ['install', 'some-name'],
      ['install', './nothing'],
      ['link', './nothing'],
      ['uninstall', 'acme-provider'],
      ['inspect', 'acme-provider'],
      ['update', '--unknown'],
    ]) {
      const [code, told] = await json(...args)
      const plain = await ccs(['plugins', ...args])
      const {message, code: name} = (told as {error: Record<string, string>}).error
      expect([code, plain.stderr.includes(`Error: ${message}`), /^[a-z_]+$/.test(name ?? '')]).to.deep.equal([
        plain.code,
        true,
        true,
      ])
      expect(code).not.to.equal(0)
    }
  })

  it('shows an example in the help of each command', async () => {
    const words = ['create', 'inspect', 'install', 'link', 'reset', 'uninstall', 'update']
    const helps = await Promise.all(words.map(async (word) => (await ccs(['plugins', word, '--help'])).stdout))
    expect(helps.filter((help) => !/\nEXAMPLES\n.*ccs plugins/s.test(help))).to.deep.equal([])
  })

  it('says that a proxy that runs has to be restarted for a provider', async () => {
    const NOTE = 'A proxy is running: ccs cliproxy restart lets it take the change.\n'
    mkdirSync(join(home(), '.ccs', 'cliproxy'), {recursive: true})
    writeFileSync(join(home(), '.ccs', 'cliproxy', 'config.yaml'), 'port: 0\n')
    const folder = writeStranger(join(home(), 'acme'), 'acme')
    const notes = async (...args: readonly string[]) => {
      const {code, stderr} = await ccs(['plugins', ...args])
      return [code, stderr.includes(NOTE)]
    }
    await done('cliproxy', 'start')
    try {
      expect(await notes('link', folder)).to.deep.equal([0, true])
      expect(await notes('inspect', 'acme-provider')).to.deep.equal([0, false])
      expect(await notes('uninstall', 'acme-provider')).to.deep.equal([0, true])
    } finally {
      await done('cliproxy', 'stop')
    }
    expect(await notes('link', folder)).to.deep.equal([0, false])
  })

  it('says which path is wrong', async () => {
    mkdirSync(join(home(), 'empty'))
    const {code, stderr} = await ccs(['plugins', 'link', './empty'])
    expect([code, stderr.split('\n')[0]]).to.deep.equal([
      2,
      `Error: ${home()}/empty is no plugin: it has no package.json.`,
    ])
  })

  it('takes a plugin from the public registry', async function () {
    const registry = 'https://registry.npmjs.org/'
    const isThere = await fetch(`${registry}-/ping`, {signal: AbortSignal.timeout(3000)}).catch(() => undefined)
    if (isThere?.ok !== true) {
      console.log(`      skipped: ${registry} cannot be reached from here`)
      this.skip()
    }
    const {NODE_EXTRA_CA_CERTS} = process.env
    const there = {CCS_NPM_REGISTRY: registry, NODE_EXTRA_CA_CERTS}
    const {code, stderr} = await ccs(['plugins', 'install', '@oclif/plugin-version@2'], there)
    expect(code, stderr).to.equal(0)
    expect((await ccs(['plugins'])).stdout).to.match(/@oclif\/plugin-version +2\./)
  })
})
