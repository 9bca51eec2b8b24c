import {randomUUID} from 'node:crypto'
import {checkBind} from '../cliproxy/check-bind.js'
import type {ProxyEvent} from '../cliproxy/control.js'
import {keyedConfig} from '../cliproxy/ensure-proxy.js'
import {removeState, writeState} from '../cliproxy/state-file.js'
import {readDuration} from '../config/duration.js'
import type {ProxyConfig} from '../config/proxy-config.js'
import type {HostContext} from '../host/host-context.js'
import {type Journal, openJournal} from '../journal/journal.js'
import type {RequestRecord} from '../journal/request-record.js'
import {VERSION} from '../registry/version.js'
import {controlRoutes} from './control-routes.js'
import {makeDeskReports} from './desk-reports.js'
import {makeIdle} from './idle.js'
import {makeListeners} from './listeners.js'
import {livingConfig} from './living-config.js'
import {longestSilence} from './longest-silence.js'
import {onceSent} from './once-sent.js'
import {openProfileReader} from './profile-reader.js'
import {type Desks, openDesks} from './provider-desk.js'
import type {ProxyContext} from './proxy-context.js'
import {RefusedTools} from './refused-tools.js'
import type {StatusReport} from './reports.js'
import {makeSayOnce} from './say-once.js'
import {loadEndpoints, type ProxyServer, startServer} from './server.js'
import {makeTokenEstimates} from './token-estimates.js'
import {startUpkeep} from './upkeep.js'

export interface RunOptions {
  /** This port or none; else the configured one or the next that is free. */
  readonly port?: number
  /** It stays until it is stopped, whether anybody works through it or not. */
  readonly keep?: boolean
}

export interface LivingProxy {
  readonly status: StatusReport
  /** Resolves once it has left, for whatever reason. */
  readonly closed: Promise<void>
  close(): void
}

/** Milliseconds without a session and without a request after which a proxy that nobody keeps leaves. */
const IDLE = 5 * 60_000

/** Listens, keeps house, and leaves when nobody needs it any more. */
export async function runProxy(host: HostContext, options: RunOptions): Promise<LivingProxy> {
  const first = await keyedConfig(host)
  checkBind(first, host.paths.proxyConfig)
  const config = livingConfig(host, first)
  const desks = openDesks(host)
  const journal = openJournal(host.paths, host.clock)
  const crowd = makeCrowd(
    options,
    first,
    () => server.active(),
    () => stop(),
  )
  const context = contextOf({host, desks, journal, silence: longestSilence(first.raw), tell: crowd.tell})
  const startedAt = new Date(host.clock.now()).toISOString()
  const instance = randomUUID()
  const status = () => statusOf({port: server.port, instance, startedAt, sessions: crowd.leases.count()})
  const desk = makeDeskReports({desks, host})
  const key = () => config.get().apiKeys[0] ?? ''
  const routes = controlRoutes({host, key, status, desk, ...crowd, stop: () => stop()})
  const keys = () => config.get().apiKeys
  /** Whoever could not begin must not stay because of a timer. */
  const giveUp = (error: unknown): never => {
    for (const part of [config, crowd]) part.stop()
    throw error
  }
  const server: ProxyServer = await startServer({...placeOf(first, options), keys, context, routes}).catch(giveUp)
  const state = {pid: process.pid, port: server.port, version: VERSION, instance, startedAt}
  await writeState(host.paths, state).catch((error) => server.close().then(() => giveUp(error)))
  void loadEndpoints()
  const upkeep = startUpkeep(desks, host)
  const leave = async (): Promise<void> => {
    for (const part of [config, crowd, upkeep]) part.stop()
    await server.close()
    await removeState(host.paths, instance)
    await Promise.all([journal.flush(), desks.close()])
  }
  let stop: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    stop = once(() => void leave().finally(resolve))
  })
  return {status: status(), closed, close: stop}
}

/** The second call of a function that ends something does nothing. */
function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}

function placeOf({host, port}: ProxyConfig, options: RunOptions) {
  return {host, port: options.port ?? port, anyPort: options.port === undefined}
}

/** Who is there: sessions that hold a lease, and those who watch. Without either the proxy leaves after a while. */
function makeCrowd({keep = false}: RunOptions, {raw}: ProxyConfig, active: () => number, leave: () => void) {
  const limit = readDuration(String(raw['ccs-idle-exit'] ?? '')) ?? IDLE
  const isBusy = (): boolean => keep || leases.count() > 0 || active() > watchers.count()
  const idle = makeIdle(limit, isBusy, leave)
  const leases = makeListeners<ProxyEvent>(idle.look)
  const watchers = makeListeners<ProxyEvent>(idle.look)
  idle.look()
  return {
    leases,
    watchers,
    tell(record: RequestRecord): void {
      for (const listeners of [leases, watchers]) listeners.tell({type: 'request', record})
      idle.look()
    },
    stop(): void {
      idle.stop()
      leases.end()
      watchers.end()
    },
  }
}

function contextOf(parts: {
  readonly host: HostContext
  readonly desks: Desks
  readonly journal: Journal
  readonly silence: number
  readonly tell: (record: RequestRecord) => void
}): ProxyContext {
  const {host, desks, journal, silence, tell} = parts
  return {
    host,
    desks,
    silence,
    profiles: openProfileReader(host),
    estimates: makeTokenEstimates(),
    refusedTools: new RefusedTools(),
    sayOnce: makeSayOnce(host.log),
    record(record) {
      journal.record(record)
      tell(record)
      onceSent(() => host.log.info('Answered.', {...logged(record)}), host.log)
    },
  }
}

function statusOf(facts: Pick<StatusReport, 'port' | 'instance' | 'startedAt' | 'sessions'>): StatusReport {
  const url = `http://127.0.0.1:${facts.port}`
  return {running: true, pid: process.pid, url, version: VERSION, engine: 'embedded', ...facts}
}

/** What the log says of a request; the journal keeps the rest. */
function logged({id, account, asked, sent, status, error, milliseconds, retries}: RequestRecord) {
  return {
    request: id,
    account: account?.nickname,
    asked,
    sent: sent?.model,
    effort: sent?.effort,
    tier: sent?.tier,
    status,
    error: error?.kind,
    milliseconds,
    ...(retries > 0 && {retries}),
  }
}
