import {expect} from 'chai'
import {openAccounts} from '../../src/accounts/accounts.js'
import {makePauses} from '../../src/accounts/pauses.js'
import {openQuota} from '../../src/accounts/quota.js'
import {turnError} from '../../src/errors/turn-error.js'
import {openPool} from '../../src/proxy/account-pool.js'
import {openBindings} from '../../src/proxy/bindings.js'
import {useHome} from '../home.js'
import {clockAt, JOHN, provider, SILENT, tokensOf} from './provider.js'

const HOUR = 3_600_000
const NOW = Date.parse('2026-02-04T18:00:00Z')

describe('a clock that is set back by an hour', () => {
  const {paths, home} = useHome()
  const scene = async () => {
    const clock = clockAt(NOW)
    const accounts = openAccounts({paths: paths(), env: {}, provider: provider(), clock, log: SILENT})
    const {account} = await accounts.add(tokensOf(JOHN, NOW + 24 * HOUR))
    return {clock, accounts, account}
  }

  it('makes no pause of the issuer longer', () => {
    const clock = clockAt(NOW)
    const pauses = makePauses(clock)
    const fault = turnError({blame: 'upstream', kind: 'server-error', message: 'x'})
    pauses.begin('john', fault)
    const before = pauses.reason('john')
    clock.set(NOW - HOUR)
    expect([before, pauses.reason('john')]).to.deep.equal([fault, undefined])
  })

  it('makes no throttle of an account longer', async () => {
    const {clock, accounts, account} = await scene()
    const pool = openPool({
      provider: 'codex',
      accounts,
      bindings: openBindings(`${home()}/bindings.json`, clock),
      quota: {read: () => undefined},
      clock,
      routing: async () => ({strategy: 'round-robin', affinity: true, ttl: HOUR}),
      preferred: async () => undefined,
    })
    const choose = () =>
      pool.choose({session: 's', model: 'm', tried: new Set()}).then(
        (choice) => choice.account.nickname,
        ({kind}: {kind: string}) => kind,
      )
    pool.pause(account.id, NOW + 20_000)
    const before = await choose()
    clock.set(NOW - HOUR)
    expect([before, await choose()]).to.deep.equal(['throttled', 'john'])
  })

  it('makes no answer about quota serve longer', async () => {
    const {clock, accounts, account} = await scene()
    let asked = 0
    const usage = async () => {
      asked += 1
      return {windows: [], features: []}
    }
    const quota = openQuota({provider: {id: 'codex', usage}, accounts, clock, log: SILENT})
    for (const at of [NOW, NOW + 60_000, NOW - HOUR]) {
      clock.set(at)
      await quota.fetch(account.id)
    }
    expect(asked).to.equal(2)
  })
})
