import {expect} from 'chai'
import type {DashboardHost} from '../../src/contract/index.js'
import type {CcsError} from '../../src/errors/ccs-error.js'
import {loadDashboard} from '../../src/registry/load-dashboard.js'
import {useHome} from '../home.js'
import {hostOf, installStrangers} from './stranger.js'

const OPTIONS = {port: 0, idleTimeout: 60_000}

describe('the plugin that serves the dashboard', () => {
  const {home} = useHome()
  const load = (source?: string) => {
    const event = 'ccs:dashboard'
    const strangers = source === undefined ? [] : [{name: 'pages', type: 'user' as const, event, source}]
    const env = installStrangers(home(), strangers)
    return loadDashboard(hostOf(home(), env), {host: HOST, options: OPTIONS})
  }
  const faultOf = async (source: string) =>
    load(source).then(
      () => expect.fail('it was accepted'),
      ({code, message}: CcsError) => [code, message],
    )

  it('is the bundled one', async () => {
    const dashboard = await load()
    expect(dashboard.link()).to.match(new RegExp(`^http://127.0.0.1:${dashboard.port}/#code=[\\w-]{43}$`))
    await dashboard.close()
    await dashboard.closed
  })

  it('is the user’s, when there is one, and is told what it may do', async () => {
    const source = `export default async ({contract, host, options}) => ({
      port: 1, link: () => JSON.stringify([contract, host.version, options]), close: async () => {}, closed: Promise.resolve(),
    })`
    expect((await load(source)).link()).to.equal(JSON.stringify([1, 'x', OPTIONS]))
  })

  const FAULTS: readonly (readonly [source: string, reason: string])[] = [
    ['export default () => 7', 'its hook returned no dashboard'],
    ['throw new Error("boom")', 'boom'],
  ]
  for (const [source, reason] of FAULTS) {
    it(`is named with its fault: ${reason}`, async () => {
      expect(await faultOf(source)).to.deep.equal(['broken_plugin', `The plugin pages cannot be used: ${reason}.`])
    })
  }
})

const HOST = {version: 'x', watch: () => () => undefined} as unknown as DashboardHost
