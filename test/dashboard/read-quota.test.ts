import {expect} from 'chai'
import {openQuotaReader} from '../../src/dashboard/read-quota.js'
import type {AccountQuota, QuotaReport} from '../../src/proxy/reports.js'

const MINUTE = 60_000

/** An account as a proxy tells of it; `asOf` in milliseconds, `null` where nobody has asked yet. */
function quotaOf(asOf: number | null, change: Partial<AccountQuota> = {}): AccountQuota {
  return {
    id: 'john',
    nickname: 'john',
    email: 'john@example.com',
    plan: 'plus',
    state: {code: 'ready', until: null, message: null},
    asOf: asOf === null ? null : new Date(asOf).toISOString(),
    source: 'cache',
    limitReached: null,
    error: null,
    windows: asOf === null ? [] : [windowOf(12)],
    features: [],
    credits: null,
    resetCredits: null,
    ...change,
  }
}

const windowOf = (usedPercent: number) => {
  return {label: '5-hour', seconds: 18_000, usedPercent, used: null, limit: null, unit: null, resetAt: null}
}

/** Proxies that come and go over one upstream that counts, and a clock that only the test moves. */
function makeWorld() {
  let now = 0
  let isDown = false
  let running = makeDesk('first')
  const asked: (readonly [instance: string, at: number])[] = []
  const waits = new Set<{readonly at: number; readonly ring: () => void}>()
  const told: string[] = []

  function makeDesk(instance: string) {
    let account = quotaOf(null)
    const report = (): QuotaReport => ({provider: 'codex', asOf: account.asOf, cachedUntil: null, accounts: [account]})
    return {
      instance,
      say: (said: AccountQuota) => {
        account = said
      },
      async quota(_: string, {known = false} = {}) {
        if (known) return report()
        asked.push([instance, now])
        const error = {code: 'network', message: 'Nobody answers.'}
        account = isDown ? {...account, error} : quotaOf(now)
        return report()
      },
    }
  }
  const clock = {
    now: () => now,
    wait: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const one = {at: now + milliseconds, ring: resolve}
        waits.add(one)
        signal?.addEventListener('abort', () => {
          waits.delete(one)
          reject(signal.reason)
        })
      }),
  }
  const changes = {tell: (type: string) => void told.push(type), listen: () => () => undefined}
  const reader = openQuotaReader({host: {clock}, changes, desk: async () => running})
  return {
    asked,
    told,
    reader,
    now: clock.now,
    alarms: () => [...waits].map(({at}) => at),
    shown: async () => {
      const {accounts, asOf} = await reader.read('codex')
      return {asOf, used: accounts[0]?.windows[0]?.usedPercent, error: accounts[0]?.error?.code ?? null}
    },
    desk: () => running,
    begin: (instance: string) => {
      running = makeDesk(instance)
    },
    cut: (down: boolean) => {
      isDown = down
    },
    move: (milliseconds: number) => {
      now += milliseconds
      for (const one of [...waits]) if (one.at <= now && waits.delete(one)) one.ring()
    },
  }
}

describe('the dashboard: quota', () => {
  it('stays when another proxy begins, which is asked once the last answer is old', async () => {
    const {reader, asked, begin, shown, move} = makeWorld()
    const first = {asOf: new Date(0).toISOString(), used: 12, error: null}
    expect(await shown()).to.deep.equal(first)
    move(MINUTE)
    begin('second')
    expect(await shown()).to.deep.equal(first)
    begin('third')
    expect(await shown()).to.deep.equal(first)
    expect(asked).to.deep.equal([['first', 0]])
    move(MINUTE)
    expect(await shown()).to.deep.equal({...first, asOf: new Date(2 * MINUTE).toISOString()})
    expect(asked).to.deep.equal([
      ['first', 0],
      ['third', 2 * MINUTE],
    ])
    reader.close()
  })

  it('is asked of a proxy that has just begun where nothing was known before', async () => {
    const {reader, asked, begin, cut, shown} = makeWorld()
    cut(true)
    expect(await shown()).to.deep.equal({asOf: null, used: undefined, error: 'network'})
    expect(await shown()).to.deep.equal({asOf: null, used: undefined, error: 'network'})
    cut(false)
    begin('second')
    expect(await shown()).to.deep.equal({asOf: new Date(0).toISOString(), used: 12, error: null})
    expect(asked.map(([instance]) => instance)).to.deep.equal(['first', 'second'])
    reader.close()
  })

  it('is read again at the end of its life while somebody looks, once in two minutes', async () => {
    const {reader, asked, told, alarms, shown, now, move} = makeWorld()
    await shown()
    for (let round = 1; round <= 3; round += 1) {
      const [alarm = 0, ...others] = alarms()
      expect(others).to.deep.equal([])
      const before = told.length
      move(alarm - now())
      await Promise.resolve()
      expect(told.length - before).to.equal(1)
      await shown()
      await shown()
      expect(asked).to.have.length(round + 1)
    }
    const times = asked.map(([, at]) => at)
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).to.be.within(120_000, 125_000)
    reader.close()
    expect(alarms()).to.deep.equal([])
  })

  it('says the newest numbers, whoever told them, and what only an older answer told', async () => {
    const {reader, begin, desk, shown, move} = makeWorld()
    desk().say(quotaOf(0, {features: [{name: 'Spark', windows: [windowOf(5)]}]}))
    await shown()
    begin('second')
    move(MINUTE)
    desk().say(quotaOf(MINUTE, {source: 'headers', windows: [windowOf(40)]}))
    const {accounts} = await reader.read('codex')
    expect(accounts).to.deep.equal([
      quotaOf(MINUTE, {
        source: 'headers',
        windows: [windowOf(40)],
        features: [{name: 'Spark', windows: [windowOf(5)]}],
      }),
    ])
    begin('third')
    expect(await shown()).to.deep.equal({asOf: new Date(MINUTE).toISOString(), used: 40, error: null})
    reader.close()
  })

  it('of somebody who signs in is asked for anew', async () => {
    const {reader, asked, desk, shown} = makeWorld()
    await shown()
    desk().say(quotaOf(null))
    reader.renew('codex', 'john')
    await shown()
    expect(asked).to.have.length(2)
    reader.close()
  })
})
