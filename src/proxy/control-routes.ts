import type {ProxyEvent} from '../cliproxy/control.js'
import {environmentHash, proofOf} from '../cliproxy/proof.js'
import {explainError} from '../errors/explain-error.js'
import type {HostContext} from '../host/host-context.js'
import {VERSION} from '../registry/version.js'
import type {ControlRoute} from './control-route.js'
import {type Exchange, sendJson} from './exchange.js'
import type {Listeners} from './listeners.js'
import {readJsonBody} from './read-json-body.js'
import type {ProxyDesk, StatusReport} from './reports.js'

export interface ControlContext {
  readonly host: HostContext
  readonly key: () => string
  readonly status: () => StatusReport
  readonly desk: ProxyDesk
  readonly leases: Listeners<ProxyEvent>
  readonly watchers: Listeners<ProxyEvent>
  readonly stop: () => void
}

/** What ccs asks of its proxy. All but the proof want the key. */
export function controlRoutes(context: ControlContext): readonly ControlRoute[] {
  const {host, status, desk, leases, watchers, stop} = context
  return [
    {
      method: 'GET',
      path: '/ccs/proof',
      open: true,
      answer: (exchange) => {
        const nonce = exchange.query.get('nonce') ?? ''
        const {instance, sessions} = status()
        const proof = proofOf(context.key(), nonce)
        sendJson(exchange, 200, {proof, instance, sessions, version: VERSION, environment: environmentHash(host.env)})
      },
    },
    told('GET', '/ccs/status', status),
    told('GET', '/ccs/quota', ({query}) =>
      desk.quota(providerOf(query), {
        accounts: query.getAll('account'),
        refresh: query.get('refresh') === '1',
        known: query.get('known') === '1',
      }),
    ),
    told('GET', '/ccs/routing', ({query}) => desk.routing(providerOf(query))),
    told('POST', '/ccs/cooldown/clear', async ({request}) => {
      const {provider, account} = Object(await readJsonBody(request)) as Record<string, string | undefined>
      return {resumed: await desk.clearCooldown(provider ?? DEFAULT, account)}
    }),
    told('POST', '/ccs/stop', () => {
      setImmediate(stop)
      return {stopping: true}
    }),
    {
      method: 'GET',
      path: '/ccs/lease',
      answer: ({response, query}) => {
        const launch = query.get('launch')
        const wanted = query.get('requests') === '1'
        leases.add(response, (event) => wanted && event.type === 'request' && event.record.launch === launch)
      },
    },
    {method: 'GET', path: '/ccs/events', answer: ({response}) => watchers.add(response, () => true)},
  ]
}

const DEFAULT = 'codex'

function providerOf(query: URLSearchParams): string {
  return query.get('provider') ?? DEFAULT
}

/** An answer as data; a failure as the error object that commands print. */
function told(method: ControlRoute['method'], path: string, answer: (exchange: Exchange) => unknown): ControlRoute {
  return {
    method,
    path,
    async answer(exchange) {
      try {
        sendJson(exchange, 200, await answer(exchange))
      } catch (error) {
        const explained = explainError(error)
        sendJson(exchange, 500, {error: {...explained.toJSON().error, exit: explained.exit}})
      }
    },
  }
}
