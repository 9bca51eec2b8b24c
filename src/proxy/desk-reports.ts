import type {AccountRecord} from '../accounts/accounts.js'
import {reportQuota, reportState} from '../accounts/report-quota.js'
import {readSteadyConfig} from '../config/proxy-config.js'
import type {HostContext} from '../host/host-context.js'
import type {Desks} from './provider-desk.js'
import type {ProxyDesk} from './reports.js'

/** What a proxy tells of its accounts, and the one thing that is changed in it by hand. */
export function makeDeskReports({desks, host}: {readonly desks: Desks; readonly host: HostContext}): ProxyDesk {
  return {
    async quota(provider, {accounts: wanted = [], refresh, known = false} = {}) {
      const {accounts, quota} = await desks.open(provider)
      const all = await accounts.list()
      const chosen = wanted.length === 0 ? all : all.filter(({id}) => wanted.includes(id))
      const started = host.clock.now()
      // One after the other: many accounts of one machine that ask in the same moment look like what they are not.
      if (!known) for (const {id} of chosen) await quota.fetch(id, {refresh})
      const fresh = (await accounts.list()).filter(({id}) => chosen.some((one) => one.id === id))
      return reportQuota(
        provider,
        fresh.map((record) => {
          const found = quota.read(record.id)
          return {record, known: found, fresh: !known && (found?.askedAt ?? 0) >= started}
        }),
      )
    },
    async routing(provider) {
      const {accounts, pool, bindings, routing} = await desks.open(provider)
      const {strategy, affinity, ttl, spreadsSubagents} = await routing()
      const counts = bindings.count(provider, ttl)
      const {sessionAffinityTtl} = (await readSteadyConfig(host.paths)).routing
      return {
        provider,
        strategy,
        affinity: {enabled: affinity, ttl: sessionAffinityTtl, ...(spreadsSubagents && {spreadSubagents: true})},
        accounts: (await accounts.list()).map((record) => routingRow(record, counts.get(record.id) ?? 0)),
        next: (await pool.next()).map(({id}) => id),
      }
    },
    async clearCooldown(provider, account) {
      const {accounts, pool} = await desks.open(provider)
      await accounts.states.clear(account, 'cooldown')
      return pool.resume(account)
    },
  }
}

function routingRow({id, nickname, state, paused, priority}: AccountRecord, sessions: number) {
  return {id, nickname, state: reportState(state), paused, priority, sessions}
}
