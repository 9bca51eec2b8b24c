import type {Environment} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {withLock} from '../files/lock.js'
import {openProxyHost} from '../proxy/open-proxy-host.js'
import type {StatusReport} from '../proxy/reports.js'
import {runUntilSignal} from '../proxy/run-until-signal.js'
import {tuneEngine} from '../proxy/tune-engine.js'
import {findProxy} from './find-proxy.js'

export interface Foreground {
  readonly port?: number
  readonly say: (line: string) => void
}

/** The proxy in this process, its log on the screen; resolves once it was told to leave. */
export async function runForeground(
  env: Environment,
  {port, say}: Foreground,
): Promise<Omit<StatusReport, 'instance'>> {
  const listener = ({at, level, message, ...fields}: Record<string, unknown>): void =>
    say([at, level, message, Object.keys(fields).length > 0 && JSON.stringify(fields)].filter(Boolean).join(' '))
  const host = await openProxyHost(env, {listener})
  const proxy = await withLock(host.paths.proxyState, async () => {
    const found = await findProxy(host.paths)
    if (found !== undefined) throw runsAlready(found.port)
    return runUntilSignal(host, {port, keep: true})
  })
  tuneEngine()
  say(`The proxy listens at ${proxy.status.url}. Ctrl-C stops it.`)
  await proxy.closed
  const {instance: _, ...status} = proxy.status
  return status
}

function runsAlready(port: number): CcsError {
  return new CcsError(`A proxy of this installation runs already, on port ${port}.`, {
    code: 'proxy_runs',
    exit: EXIT.failed,
    command: 'ccs cliproxy stop',
  })
}
