import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {openDashboardHost} from '../../dist/dashboard/open-dashboard-host.js'
import {openHost} from '../../dist/host/open-host.js'
import {FAKE_RUNTIME} from '../fakes/run-process.js'
import {installStrangers, providerSource, type Stranger} from '../registry/stranger.js'
import {useScene} from './scene.js'

/** What each plugin does instead of its work, and what is said of it. */
const BAD: readonly (readonly [name: string, source: string, reason: string])[] = [
  ['busy', 'export default () => { for (;;); }', 'it did not answer within 5 s'],
  ['quits', 'process.exit(9)', 'it ended the process that asked it (code 9)'],
  ['rejects', `Promise.reject(new Error('left alone'));\n${providerSource('rejects')}`, 'left alone'],
  ['words', 'throw "no error at all"', 'no error at all'],
  ['nothing', 'throw undefined', 'it threw undefined'],
]

describe('plugins that are bad', function () {
  this.timeout(60_000)
  const scene = useScene(() => ({env: {CCS_CLAUDE_PATH: FAKE_RUNTIME, PATH: '/nowhere'}}))
  const install = (kind: 'provider' | 'runtime', more: readonly Stranger[] = []) =>
    installStrangers(scene().home.path, [
      ...BAD.map(([name, source]) => ({name, type: 'user' as const, event: `ccs:${kind}:${name}`, source})),
      ...more,
    ])
  const told = (name: string) => `The plugin ${name} cannot be used: ${BAD.find(([each]) => each === name)?.[2]}.`
  const named = BAD.map(([name]) => told(name)).sort()

  for (const kind of ['provider', 'runtime'] as const) {
    it(`are named by the doctor, each a ${kind}, and everything else is looked at`, async () => {
      const noisy = {
        name: 'noisy',
        type: 'user',
        event: 'ccs:provider:noisy',
        source: `console.log('noise');\n${providerSource('noisy')}`,
      } as const
      const env = install(kind, [noisy])
      const {code, stdout, stderr} = await scene().run(['doctor', '--json'], {env})
      const {checks} = JSON.parse(stdout) as {readonly checks: readonly {code: string; message: string}[]}
      const messages = checks.filter((check) => check.code === 'plugin_broken').map(({message}) => message)
      expect([code, messages.sort(), stderr]).to.deep.equal([1, named, 'noise\n'])
      expect(checks.map((check) => check.code)).to.include.members(['runtime_silent', 'account_ready', 'leftovers'])
    })
  }

  for (const [how, source, reason] of [
    ['refuses', 'export default async function () { this.error("not today") }', 'not today'],
    ['hangs', 'export default () => new Promise(() => undefined)', 'Timed out after 5000 ms'],
  ] as const) {
    it(`do not lock anybody out by a start hook that ${how}`, async () => {
      const env = installStrangers(scene().home.path, [{name: 'gate', type: 'link', event: 'init', source}])
      const run = (...args: readonly string[]) => scene().run(args, {env})
      const {code, stdout, stderr} = await run('version')
      expect({code, stdout: stdout.split(' ')[0], stderr}).to.deep.equal({
        code: 0,
        stdout: 'ccs',
        stderr: `The hook "init" of the plugin gate failed: ${reason}. ccs goes on without it.\n`,
      })
      const [plugins, doctor] = await Promise.all([run('plugins'), run('doctor')])
      expect([plugins.code, plugins.stderr]).to.deep.equal([0, ''])
      expect(plugins.stdout).to.include(`Not used\n  gate  its hook "init" failed when it last ran: ${reason}\n`)
      expect(doctor.stdout).to.include(`[fail] The plugin gate cannot be used: its hook "init" failed when it last ran`)
      expect((await run('plugins', 'uninstall', 'gate')).code).to.equal(0)
      const after = await run('version')
      expect([after.code, after.stderr]).to.deep.equal([0, ''])
    })
  }

  it('whose folder is gone are told by who is asked for plugins, and by nobody else', async () => {
    const {home, run} = scene()
    const env = installStrangers(home.path, [
      {name: 'lost', type: 'link', event: 'other', source: ''},
      {name: 'ghost', type: 'user', event: 'other', source: ''},
    ])
    rmSync(join(home.path, 'linked', 'lost'), {recursive: true})
    rmSync(join(home.path, 'data', 'node_modules', 'ghost'), {recursive: true})
    const [status, plugins] = await Promise.all([run(['cliproxy', 'status', '--json'], {env}), run(['plugins'], {env})])
    expect([status.code, status.stderr, plugins.code, plugins.stderr]).to.deep.equal([0, '', 0, ''])
    for (const name of ['lost', 'ghost']) {
      expect(plugins.stdout).to.match(new RegExp(`\\n {2}${name} +it has no package.json any more\\n`))
      expect((await run(['plugins', 'uninstall', name], {env})).code, name).to.equal(0)
    }
    expect((await run(['plugins', '--json'], {env})).stdout).to.not.match(/lost|ghost/)
  })

  it('cannot be looked for where their folder is none, and everything else goes on', async () => {
    const {home, run} = scene()
    const folder = home.write('data', '')
    const env = {CCS_DATA_DIR: folder, FAKE_DO: 'ask gpt-5.4', PATH: process.env.PATH ?? ''}
    expect(await run(['codex', 'x'], {env})).to.deep.include({code: 0, stdout: '200 You said: hi\n', stderr: ''})
    const {code, stdout, stderr} = await run(['doctor', '--json'], {env})
    const {checks} = JSON.parse(stdout) as {readonly checks: readonly {status: string; message: string}[]}
    expect([code, stderr, checks.find(({status}) => status === 'fail')?.message]).to.deep.equal([
      1,
      '',
      `No plugin that you installed is known: ${join(folder, 'package.json')} cannot be read: a file stands where a folder should be.`,
    ])
  })

  it('take no word away that starts a session', async () => {
    const {home, run, env: plain} = scene()
    const env = installStrangers(home.path, [{name: 'taker', type: 'link', event: 'other', source: ''}])
    const oclif = {commands: './commands'}
    home.write('linked/taker/package.json', {name: 'taker', version: '1.0.0', type: 'module', oclif})
    const command = 'export default class { static summary = "Taken"; static async run() { console.log("taken") } }'
    for (const name of ['codex.js', 'codex/accounts.js', 'extra.js'])
      home.write(`linked/taker/commands/${name}`, command)
    const help = await run(['codex', '--help'], {env})
    expect([help, await run(['extra'], {env})].map(({code, stdout}) => [code, stdout.split('\n')[0]])).to.deep.equal([
      [0, (await run(['codex', '--help'], {env: plain})).stdout.split('\n')[0]],
      [0, 'taken'],
    ])
    expect((await run(['--help'], {env})).stdout).to.include('Start a coding CLI on your codex accounts')
    const {faults} = JSON.parse((await run(['plugins', '--json'], {env})).stdout) as {readonly faults: unknown}
    expect(faults).to.deep.equal([
      {
        plugin: 'taker',
        kind: null,
        id: null,
        status: 'unused',
        reason: 'its command "ccs codex" is hidden by the session that the word starts',
      },
    ])
  })

  it('are named by ccs targets, beside those that can be started', async () => {
    const env = install('runtime')
    const run = (...args: readonly string[]) => scene().run(['targets', ...args], {env})
    const [words, json] = await Promise.all([run(), run('--json')])
    expect([words.code, json.code, words.stderr, json.stderr]).to.deep.equal([0, 0, '', ''])
    const {targets} = JSON.parse(json.stdout) as {readonly targets: readonly Record<string, unknown>[]}
    expect(targets.map(({id, problem}) => [id, problem])).to.deep.equal([
      ...BAD.map(([name]) => [name, told(name)]).sort(),
      ['claude', 'it does not say its version'],
      ['codex', null],
      ['droid', null],
    ])
    expect(words.stdout.split('\n').slice(0, BAD.length)).to.deep.equal(
      BAD.map(([name]) => `${name.padEnd(7)}  ${told(name)}`).sort(),
    )
  })

  it('do not decide about the further words of other runtimes', async () => {
    const env = install('runtime')
    const alias = ['settings', 'set', 'aliases.mine', 'claude-code']
    const ends = await Promise.all([alias, ['codex', '--target', 'nope']].map((args) => scene().run(args, {env})))
    const ids = [...BAD.map(([name]) => name).sort(), 'claude', 'codex', 'droid'].join(', ')
    expect(ends.map(({code, stdout, stderr}) => ({code, stdout, stderr}))).to.deep.equal([
      {code: 0, stdout: 'aliases.mine = claude-code\n', stderr: ''},
      {code: 2, stdout: '', stderr: `Error: There is no runtime "nope".\nInstalled: ${ids}.\nNext: ccs targets\n`},
    ])
  })

  it('are left out of the dashboard, and the one that stands in for one is used', async () => {
    const busy = {name: 'better', type: 'user', event: 'ccs:provider:codex', source: BAD[0]?.[1] ?? ''} as const
    const host = openDashboardHost(openHost({...scene().env, ...install('provider', [busy])}))
    const {providers, runtimes} = await host.bootstrap()
    host.close()
    expect([providers, runtimes].map((all) => all.map(({id}) => id))).to.deep.equal([
      ['codex'],
      ['claude', 'codex', 'droid'],
    ])
  })
})
