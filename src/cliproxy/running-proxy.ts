import type {QuotaReport, RoutingReport, StatusReport} from '../proxy/reports.js'
import {askProxy, openAnswer} from './ask-proxy.js'
import type {ProxyEvent, RunningProxy} from './control.js'
import type {FoundProxy} from './find-proxy.js'
import {readLines} from './read-lines.js'
import {stopProxy} from './start-proxy.js'

/** The control endpoints of a proxy as functions. */
export function runningProxy({port, key}: Pick<FoundProxy, 'port' | 'key'>): RunningProxy {
  const get = (path: string, patience?: number) => askProxy({port, key, method: 'GET', path, patience})
  const post = (path: string, body: unknown) => askProxy({port, key, method: 'POST', path, body})
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    key,
    status: async () => (await get('/ccs/status')) as StatusReport,
    stop: () => stopProxy({port, key}),
    async quota(provider, {accounts = [], refresh = false, known = false} = {}) {
      const query = new URLSearchParams({provider})
      for (const account of accounts) query.append('account', account)
      if (refresh) query.set('refresh', '1')
      if (known) query.set('known', '1')
      return (await get(`/ccs/quota?${query}`, 60_000)) as QuotaReport
    },
    routing: async (provider) => (await get(`/ccs/routing?${new URLSearchParams({provider})}`)) as RoutingReport,
    async clearCooldown(provider, account) {
      const answer = (await post('/ccs/cooldown/clear', {provider, account})) as {readonly resumed?: readonly string[]}
      return answer.resumed ?? []
    },
    events: (signal) => listen(port, key, signal),
  }
}

async function* listen(port: number, key: string, signal: AbortSignal): AsyncGenerator<ProxyEvent, void, undefined> {
  const answer = await openAnswer({port, key, method: 'GET', path: '/ccs/events', signal})
  for await (const line of readLines(answer)) yield line as ProxyEvent
}
