import {expect} from 'chai'
import {openAccounts} from '../../src/accounts/accounts.js'
import {openPool} from '../../src/proxy/account-pool.js'
import {openBindings} from '../../src/proxy/bindings.js'
import {clockAt, JOHN, provider, SARAH, SILENT, tokensOf} from '../accounts/provider.js'
import {useHome} from '../home.js'

const HOUR = 3_600_000
const NOW = Date.parse('2026-02-04T18:00:00Z')

describe('the pool', () => {
  const {paths, home} = useHome()

  it('counts what is used of a window until that one begins anew', async () => {
    const clock = clockAt(NOW)
    const accounts = openAccounts({paths: paths(), env: {}, provider: provider(), clock, log: SILENT})
    const {account: john} = await accounts.add(tokensOf(JOHN, NOW + 24 * HOUR))
    const {account: sarah} = await accounts.add(tokensOf(SARAH, NOW + 24 * HOUR))
    const used: Readonly<Record<string, number>> = {[john.id]: 90, [sarah.id]: 50}
    const read = (id: string) => {
      const usedPercent = used[id] ?? 0
      const window = {seconds: 18_000, usedPercent, used: null, limit: null, unit: null, resetAt: NOW + HOUR}
      const week = {...window, seconds: 604_800, usedPercent: usedPercent / 10, resetAt: NOW + 24 * HOUR}
      // John has no other window.
      const windows = id === john.id ? [window] : [window, week]
      return {limits: {windows, features: []}, asOf: NOW, source: 'headers' as const, askedAt: 0}
    }
    const pool = openPool({
      provider: 'codex',
      accounts,
      bindings: openBindings(`${home()}/bindings.json`, clock),
      quota: {read},
      clock,
      routing: async () => ({strategy: 'least-used', affinity: true, ttl: HOUR}),
      preferred: async () => undefined,
    })
    const next = async () => (await pool.next()).map(({nickname}) => nickname)
    const before = await next()
    clock.set(NOW + HOUR)
    expect([before, await next()]).to.deep.equal([
      ['sarah', 'john'],
      ['john', 'sarah'],
    ])
  })

  it('counts nothing for a question whether anybody is free', async () => {
    const clock = clockAt(NOW)
    const accounts = openAccounts({paths: paths(), env: {}, provider: provider(), clock, log: SILENT})
    const {account: john} = await accounts.add(tokensOf(JOHN, NOW + 24 * HOUR))
    const {account: sarah} = await accounts.add(tokensOf(SARAH, NOW + 24 * HOUR))
    const pool = openPool({
      provider: 'codex',
      accounts,
      bindings: openBindings(`${home()}/bindings.json`, clock),
      quota: {read: () => undefined},
      clock,
      routing: async () => ({strategy: 'round-robin', affinity: false, ttl: HOUR}),
      preferred: async () => undefined,
    })
    const ask = (...ids: readonly string[]) => pool.hasFree({model: 'gpt-5.4', tried: new Set(ids)})
    const before = await pool.next()
    const answers = [await ask(), await ask(john.id), await ask(john.id, sarah.id)]
    pool.pause(sarah.id, NOW + 1000)
    expect([...answers, await ask(john.id)]).to.deep.equal([true, true, false, false])
    pool.resume()
    expect(await pool.next()).to.deep.equal(before)
  })
})
