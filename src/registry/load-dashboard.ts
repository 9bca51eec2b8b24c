import type {Dashboard, DashboardHost, DashboardOptions} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {callHook} from './call-hook.js'
import type {Host} from './contributions.js'
import {readHookIndex} from './hook-index.js'
import {reasonOf} from './reason-of.js'

/** Lets the strongest installed plugin that serves a dashboard serve this one. */
export async function loadDashboard(
  {env, paths, limit}: Pick<Host, 'env' | 'paths' | 'limit'>,
  request: {readonly host: DashboardHost; readonly options: DashboardOptions},
): Promise<Dashboard> {
  const [found] = readHookIndex(env, paths).dashboards
  if (found === undefined) throw none()
  const dashboard = await callHook(found.file, {contract: 1, ...request}, limit).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error ? error : broken(found.plugin, reasonOf(error))
  })
  if (!isDashboard(dashboard)) throw broken(found.plugin, 'its hook returned no dashboard')
  return dashboard
}

function isDashboard(value: unknown): value is Dashboard {
  const {port, link, close} = Object(value) as Partial<Dashboard>
  return typeof port === 'number' && typeof link === 'function' && typeof close === 'function'
}

function none(): CcsError {
  return new CcsError('No plugin that is installed serves a dashboard.', {
    code: 'no_dashboard',
    exit: EXIT.failed,
    hint: 'The one that comes with ccs is missing; install ccs again.',
    command: 'ccs plugins',
  })
}

function broken(plugin: string, reason: string): CcsError {
  return new CcsError(`The plugin ${plugin} cannot be used: ${reason}.`, {
    code: 'broken_plugin',
    exit: EXIT.failed,
    hint: 'Update the plugin, or take it out.',
    command: 'ccs plugins',
  })
}
