import {expect} from 'chai'
import {type Running, runDashboard} from './dashboard.js'
import {memoryHost} from './memory-host.js'
import {account, iso, window} from './sample-views.js'

describe('dashboard: what the start page is told', () => {
  let running: Running
  afterEach(() => running.dashboard.close())

  it('has the flat names beside the nested ones', async () => {
    const until = iso(60_000)
    const spark = {name: 'Spark', windows: [window(7200, 5, 1)]}
    const accounts = [
      account('a1', 'john', {state: {code: 'cooling', until, message: null}, features: [spark]}),
      account('a2', 'sarah', {paused: true}),
    ]
    running = await runDashboard(memoryHost(accounts))
    const [john, sarah] = accounts
    for (const path of ['/api/codex', '/api/providers/codex']) {
      const {routing, accounts: told} = (await running.ask('GET', path, await running.signIn())).json()
      expect(routing).to.deep.equal({
        strategy: 'round-robin',
        affinity: {enabled: true, ttl: '1h'},
        sessionAffinity: true,
        ttl: '1h',
      })
      const [short, week] = john?.windows ?? []
      const windows = [
        {...short, id: '5h', windowSeconds: 18_000},
        {...week, id: '7d', windowSeconds: 604_800},
      ]
      expect((told as readonly unknown[])[0]).to.deep.equal({
        ...john,
        status: 'cooling',
        statusUntil: until,
        windows,
        features: [{...spark, windows: [{...spark.windows[0], id: '2h', windowSeconds: 7200}]}],
        health: {...john?.health, requests24h: 318, failed24h: 4},
      })
      expect((told as readonly unknown[])[1]).to.deep.include({id: sarah?.id, status: 'paused', statusUntil: null})
    }
  })
})
