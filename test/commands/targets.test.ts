import {chmodSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {fitOf} from '../../src/launch/report-targets.js'
import {useScene} from '../e2e/scene.js'
import {installStrangers} from '../registry/stranger.js'

describe('ccs targets', () => {
  const scene = useScene(() => ({accounts: []}))
  const install = (name: string, says: string) => {
    const file = join(scene().home.path, 'bin', name)
    scene().home.write(`bin/${name}`, `#!/bin/sh\necho "$@" >> ${file}.calls\n${says}\n`)
    chmodSync(file, 0o755)
    return file
  }
  /** Nothing but what the test installed. */
  const run = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
    scene().run(['targets', ...args], {env: {PATH: `${join(scene().home.path, 'bin')}:/bin`, ...env}})
  const targets = async (env: Readonly<Record<string, string>> = {}) => {
    const {code, stdout, stderr} = await run(['--json'], env)
    expect([code, stderr]).to.deep.equal([0, ''])
    return (JSON.parse(stdout) as {targets: readonly Record<string, unknown>[]}).targets
  }

  it('lists what is installed and what is not', async () => {
    const claude = install('claude', 'echo "2.1.200 (Claude Code)"')
    const codex = install('codex', 'echo "codex-cli 0.999.0"')
    const {code, stdout, stderr} = await run()
    const tested = (await targets()).map(({tested}) => tested as {oldest: string; newest: string})
    expect({code, stderr, stdout}).to.deep.equal({
      code: 0,
      stderr: '',
      stdout: `claude  Claude Code 2.1.200 at ${claude}
        Tested with ${tested[0]?.oldest} to ${tested[0]?.newest}.
        Also: --target claude-code.
codex   Codex CLI 0.999.0 at ${codex}
        Tested with ${tested[1]?.oldest} to ${tested[1]?.newest}.
        Codex CLI 0.999.0 is newer than what ccs was tested with.
        Also: --target codex-cli, ccs-codex, ccsx, ccsxp.
droid   Factory Droid is not installed: npm install -g @factory/cli
        Tested with ${tested[2]?.newest}.
        Also: --target factory, --target factory-droid, ccs-droid, ccsd.
`,
    })
  })

  it('gives one object, and asks a binary only once', async () => {
    const codex = install('codex', 'echo "codex-cli 0.1.0"')
    const [, first] = await targets()
    expect(first).to.deep.equal({
      id: 'codex',
      title: 'Codex CLI',
      aliases: ['codex-cli'],
      commands: ['ccs-codex', 'ccsx', 'ccsxp'],
      plugin: '@ccs/runtime-codex',
      binary: codex,
      version: '0.1.0',
      tested: first?.tested,
      fit: 'older',
      install: 'npm install -g @openai/codex',
      problem: 'it is too old: ccs needs 0.29.0 or newer',
    })
    await targets()
    expect(readFileSync(`${codex}.calls`, 'utf8')).to.equal('--version\n')
    writeFileSync(codex, '#!/bin/sh\necho no number here\n')
    expect((await targets())[1]).to.include({version: null, fit: null, problem: 'it does not say its version'})
  })

  it('names a variable that points nowhere', async () => {
    const [claude] = await targets({CCS_CLAUDE_PATH: '/nowhere/claude'})
    expect(claude).to.include({
      binary: null,
      problem: 'CCS_CLAUDE_PATH names /nowhere/claude, which is no file that can be run.',
    })
  })

  it('promises a further word to the runtime alone that it starts', async () => {
    const source = `export default ({id}) => ({contract: 1, id, title: id, speaks: 'openai-chat', plan: () => ({}),
      aliases: ['droid', 'codex-cli', 'shared', id + '-cli'],
      locate: () => ({variable: 'NO_PATH', names: [id], alsoAt: [], install: 'npm install ' + id})})`
    const env = installStrangers(
      scene().home.path,
      ['one', 'two'].map((name) => ({name, type: 'user', event: `ccs:runtime:${name}`, source})),
    )
    expect((await targets(env)).map(({id, aliases}) => [id, aliases])).to.deep.equal([
      ['one', ['codex-cli', 'shared', 'one-cli']],
      ['two', ['two-cli']],
      ['claude', ['claude-code']],
      ['codex', []],
      ['droid', ['factory', 'factory-droid']],
    ])
  })

  it('compares versions by their numbers', () => {
    const tested = {oldest: '2.1.197', newest: '2.1.330'}
    const fits = ['2.1.196', '2.1.197', '2.1.1000', '2.1.330-beta.1', '3.0.0', '2.0.999'].map((one) =>
      fitOf(one, tested),
    )
    expect(fits).to.deep.equal(['older', 'tested', 'newer', 'tested', 'newer', 'older'])
  })
})
