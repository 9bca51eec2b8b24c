import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'chai'
import {openPlanningHost} from '../../src/host/open-planning-host.js'
import {describePlugins} from '../../src/registry/describe-plugins.js'
import {pluginFaults} from '../../src/registry/plugin-faults.js'
import {writePlugins} from '../../src/registry/write-plugins.js'
import {useHome} from '../home.js'
import {installStrangers, providerSource, type Stranger} from './stranger.js'

const provider = (name: string, source: string, id = name): Stranger => ({
  name,
  type: 'user',
  event: `ccs:provider:${id}`,
  source,
})

describe('faults of plugins', function () {
  this.timeout(20_000)
  const {home} = useHome()
  const hostWith = (strangers: readonly Stranger[]) => {
    const env = installStrangers(home(), strangers)
    return {...openPlanningHost(env), limit: 1000}
  }

  it('finds none where nobody is a stranger', async () => {
    expect(await pluginFaults(hostWith([]))).to.deep.equal([])
  })

  it('names each one with its reason, also those that take the process with them', async () => {
    const host = hostWith([
      provider('fine', providerSource('fine')),
      provider('throws', 'throw new Error("boom")'),
      provider('silent', 'export default () => new Promise(() => setInterval(() => {}, 1000))'),
      provider('busy', 'for (;;);'),
      provider('quits', 'process.exit(0)'),
      provider('noise', 'console.log("hello"); export default () => 7'),
      provider('future', 'export default () => ({contract: 2, id: "future"})'),
      provider('gone', ''),
    ])
    writeFileSync(join(home(), 'data', 'node_modules', 'gone', 'package.json'), '{')
    const named = (plugin: string, reason: string) => ({
      plugin,
      kind: 'provider',
      id: plugin,
      status: 'broken',
      reason,
    })
    const found = await pluginFaults(host)
    expect(found.map((fault) => ({...fault, reason: fault.reason.replace(/(cannot be read):.*/, '$1')}))).to.deep.equal(
      [
        {plugin: 'gone', kind: null, id: null, status: 'broken', reason: 'its package.json cannot be read'},
        named('busy', 'it did not answer within 1 s'),
        named('future', 'it wants contract 2; this ccs has contract 1'),
        named('noise', 'its hook returned a number instead of a plugin'),
        named('quits', 'it ended the process that asked it (code 0)'),
        named('silent', 'it did not answer within 1 s'),
        named('throws', 'boom'),
      ],
    )
  })

  it('names the one that is not used when two have an id, and a provider whose id is a command', async () => {
    const host = hostWith([
      provider('first', providerSource('acme'), 'acme'),
      provider('second', providerSource('acme'), 'acme'),
      provider('better-codex', providerSource('codex'), 'codex'),
      provider('word', providerSource('plugins'), 'plugins'),
    ])
    expect(await pluginFaults(host)).to.deep.equal([
      {
        plugin: 'second',
        kind: 'provider',
        id: 'acme',
        status: 'unused',
        reason: 'its id is taken by first (user), which is used',
      },
      {
        plugin: 'word',
        kind: 'provider',
        id: 'plugins',
        status: 'unused',
        reason: '"ccs plugins" is a command, so that it cannot be called',
      },
      {
        plugin: '@ccs/provider-codex',
        kind: 'provider',
        id: 'codex',
        status: 'unused',
        reason: 'its id is taken by better-codex (user), which is used',
      },
    ])
  })

  it('shows what is added, from where, and what is wrong', async () => {
    const host = hostWith([
      provider('acme', providerSource('acme')),
      {...provider('broken', 'throw new Error("boom")'), type: 'link'},
    ])
    const packages = [
      {name: 'acme', version: '1.0.0', type: 'user'},
      {name: 'broken', version: '0.1.0', type: 'link'},
      {name: 'commands-only', version: '3.2.1', type: 'user'},
      ...['provider-codex', 'runtime-claude', 'runtime-codex', 'runtime-droid'].map((name) => ({
        name: `@ccs/${name}`,
        version: '0.1.0',
        type: 'core',
      })),
    ]
    const report = await describePlugins(packages, host)
    expect(report.providers[0]).to.deep.equal({
      kind: 'provider',
      id: 'broken',
      plugin: 'broken',
      version: '0.1.0',
      source: 'linked',
      file: join(home(), 'linked', 'broken', 'hook.js'),
      used: false,
      fault: 'boom',
    })
    expect(writePlugins(report)).to.deep.equal([
      'Providers',
      '  acme   acme                 1.0.0  user',
      '  codex  @ccs/provider-codex  0.1.0  bundled',
      '',
      'Runtimes',
      '  claude  @ccs/runtime-claude  0.1.0  bundled',
      '  codex   @ccs/runtime-codex   0.1.0  bundled',
      '  droid   @ccs/runtime-droid   0.1.0  bundled',
      '',
      'Others',
      '  commands-only  3.2.1  user',
      '',
      'Not used',
      '  broken  provider "broken": boom',
      '',
      'Add one: ccs plugins install <name, tarball, folder or git address>. Write one: ccs plugins create <name>.',
    ])
  })
})
