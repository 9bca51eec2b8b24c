import {readState} from '../cliproxy/state-file.js'
import type {DashboardHost} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {withLock} from '../files/lock.js'
import type {HostContext} from '../host/host-context.js'
import {loadDashboard} from '../registry/load-dashboard.js'
import {askForLink, openLinkDesk} from './link-desk.js'
import {makeRunKey, readRunFile, removeRunFile, writeRunFile} from './run-file.js'

export interface DashboardWish {
  /** 0 for any. */
  readonly port: number
  /** Milliseconds. */
  readonly idleTimeout: number
}

/** A dashboard that can be opened. */
export interface ServedDashboard {
  readonly pid: number
  readonly port: number
  /** Opens once, within two minutes. */
  readonly url: string
  /** There when this process serves it. */
  readonly own?: {readonly closed: Promise<void>; close(): Promise<void>}
}

/** The dashboard that runs already, else a new one in this process; of two that begin at once, one serves. */
export async function startDashboard(
  host: HostContext,
  wish: DashboardWish,
  open: () => DashboardHost & {close(): void},
): Promise<ServedDashboard> {
  return withLock(host.paths.dashboard, async () => {
    const found = await findDashboard(host)
    if (found === undefined) return serve(host, wish, open())
    if (wish.port !== 0 && wish.port !== found.port) throw runsElsewhere(found)
    return found
  })
}

async function findDashboard({paths}: HostContext): Promise<ServedDashboard | undefined> {
  const file = readRunFile(paths)
  const url = file === undefined ? undefined : await askForLink(file)
  return file === undefined || url === undefined ? undefined : {pid: file.pid, port: file.port, url}
}

async function serve(
  host: HostContext,
  options: DashboardWish,
  dashboardHost: DashboardHost & {close(): void},
): Promise<ServedDashboard> {
  const dashboard = await loadDashboard(host, {host: dashboardHost, options}).catch((error) => {
    dashboardHost.close()
    throw error.code === 'EADDRINUSE' ? portTaken(options.port, host) : error
  })
  // While the browser starts, what the first page needs is loaded; no upstream is asked for it.
  void dashboardHost.bootstrap().catch(() => undefined)
  const key = makeRunKey()
  const desk = await openLinkDesk(key, () => dashboard.link())
  await writeRunFile(host.paths, {pid: process.pid, port: dashboard.port, linkPort: desk.port, key})
  const closed = dashboard.closed.then(async () => {
    desk.close()
    dashboardHost.close()
    await removeRunFile(host.paths, {key})
  })
  const {port, close} = dashboard
  return {pid: process.pid, port, url: dashboard.link(), own: {closed, close: () => close().then(() => closed)}}
}

function runsElsewhere({port, pid}: ServedDashboard): CcsError {
  return new CcsError(`The dashboard runs already, on port ${port} (process ${pid}).`, {
    code: 'runs_elsewhere',
    exit: EXIT.failed,
    hint: 'Without --port, another link to it is opened. For another port, end it first.',
    command: 'ccs config',
  })
}

function portTaken(port: number, {paths}: HostContext): CcsError {
  const who = readState(paths)?.port === port ? 'the proxy of ccs' : 'another program'
  return new CcsError(`Port ${port} is taken by ${who}.`, {
    code: 'port_taken',
    exit: EXIT.failed,
    hint: 'Without --port, a free one is used.',
    command: 'ccs config',
  })
}
