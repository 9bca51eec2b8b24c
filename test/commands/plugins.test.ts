import {expect} from 'chai'
import {startProcess} from '../fakes/run-process.js'
import {useHome} from '../home.js'
import {installStrangers, providerSource} from '../registry/stranger.js'

const BIN = new URL('../../bin/ccs.js', import.meta.url).pathname

describe('ccs plugins', function () {
  this.timeout(20_000)
  const {home} = useHome()

  it('lists the good and names the bad, in words and as JSON, and ends', async () => {
    const install = (name: string, source: string) => ({
      name,
      type: 'user' as const,
      event: `ccs:provider:${name}`,
      source,
    })
    const env = installStrangers(home(), [
      install('acme', providerSource('acme')),
      install('noisy', 'console.log("noise"); setInterval(() => {}, 1000); export default () => 7'),
    ])
    const run = (...args: string[]) =>
      startProcess(process.execPath, [BIN, 'plugins', ...args], {env: {...env, PATH: process.env.PATH}}).ended
    const [told, json] = await Promise.all([run(), run('--json')])
    expect([told.code, json.code, told.stderr]).to.deep.equal([0, 0, ''])
    expect(told.stdout).to.include('  acme   acme                 1.0.0  user\n')
    expect(told.stdout).to.include(
      'Not used\n  noisy  provider "noisy": its hook returned a number instead of a plugin\n',
    )
    const {faults, others} = JSON.parse(json.stdout) as Record<string, unknown>
    expect({faults, others}).to.deep.equal({
      faults: [
        {
          plugin: 'noisy',
          kind: 'provider',
          id: 'noisy',
          status: 'broken',
          reason: 'its hook returned a number instead of a plugin',
        },
      ],
      others: [],
    })
  })
})
