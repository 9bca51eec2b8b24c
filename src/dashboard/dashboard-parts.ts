import {findProxy} from '../cliproxy/find-proxy.js'
import {runningProxy} from '../cliproxy/running-proxy.js'
import type {HostContext} from '../host/host-context.js'
import {makeDeskReports} from '../proxy/desk-reports.js'
import {openDesks, type ProviderDesk} from '../proxy/provider-desk.js'
import type {ProxyDesk} from '../proxy/reports.js'
import {type Changes, makeChanges} from './changes.js'

/** What the members of the dashboard's host share. */
export interface DashboardParts {
  readonly host: HostContext
  readonly changes: Changes
  open(provider: string): Promise<Pick<ProviderDesk, 'provider' | 'accounts' | 'catalogue'>>
  /** The proxy that runs, which has the last word on quota and sessions; without one, the same in this process. */
  desk(): Promise<NamedDesk>
}

/** `instance` tells one process that knows of quota from the next one, which knows of none yet. */
export interface NamedDesk extends ProxyDesk {
  readonly instance: string
}

/** Looking starts nothing: no proxy is run for it. */
export function openParts(host: HostContext): DashboardParts {
  const desks = openDesks(host)
  const own: NamedDesk = {...makeDeskReports({desks, host}), instance: 'none'}
  return {
    host,
    changes: makeChanges(),
    open: (provider) => desks.open(provider),
    async desk() {
      const found = await findProxy(host.paths)
      return found === undefined ? own : {...runningProxy(found), instance: found.instance}
    },
  }
}
