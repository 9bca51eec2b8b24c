import {showProxy} from '../cliproxy/show-proxy.js'
import type {DashboardHost} from '../contract/index.js'
import {runDoctor} from '../doctor/run-doctor.js'
import {explainError} from '../errors/explain-error.js'
import type {HostContext} from '../host/host-context.js'
import {askFirst} from '../registry/ask-first.js'
import {VERSION} from '../registry/version.js'
import {answerModel} from './answer-model.js'
import {controlProxy} from './control-proxy.js'
import {type DashboardParts, openParts} from './dashboard-parts.js'
import {editFiles} from './edit-files.js'
import {manageAccounts} from './manage-accounts.js'
import {changeRouting, previewRouting, showRouting} from './manage-routing.js'
import {manageVariants} from './manage-variants.js'
import {openQuotaReader} from './read-quota.js'
import {openRequestHistory} from './request-history.js'
import {showBootstrap} from './show-bootstrap.js'
import {showLogs} from './show-logs.js'
import {showOverview} from './show-overview.js'
import {showRequests} from './show-requests.js'
import {showUsage} from './show-usage.js'
import {openSignIns} from './sign-ins.js'
import {watchFiles} from './watch-files.js'
import {watchProxy} from './watch-proxy.js'

export interface OpenDashboardHost extends DashboardHost {
  /** Ends what a page began and nobody waits for any more. */
  close(): void
}

/** All that the dashboard may do, done with the parts that the commands are made of. */
export function openDashboardHost(plain: HostContext): OpenDashboardHost {
  const host = askFirst(plain)
  const parts = openParts(host)
  const history = openRequestHistory(host.paths)
  const quota = openQuotaReader(parts)
  const signIns = openSignIns(parts, quota)
  const proxy = () => showProxy(host.paths)
  const routing = () => showRouting(parts)
  return explained({
    version: VERSION,
    bootstrap: () => showBootstrap(parts),
    overview: (provider) => showOverview(provider, {parts, quota, history, proxy, routing}),
    refreshQuota: quota.refresh,
    ...manageAccounts(parts),
    ...signIns,
    resolveModel: (provider, question) => answerModel(provider, question, parts),
    ...manageVariants(parts, history),
    routing,
    previewRouting: (count) => previewRouting(count, parts),
    setRouting: (change) => changeRouting(change, parts),
    ...editFiles(parts),
    usage: (query) => showUsage(query, host),
    requests: (query) => showRequests(query, history),
    logs: (query) => showLogs(query, host),
    proxy,
    controlProxy: (action) => controlProxy(action, parts),
    doctor: () => runDoctor(host),
    async fix(check) {
      const report = await runDoctor(host, {fix: check})
      parts.changes.tell('settings')
      return report
    },
    watch: (listener) => watch(parts, listener),
    close() {
      signIns.close()
      quota.close()
    },
  })
}

function watch({host, changes}: DashboardParts, listener: Parameters<DashboardHost['watch']>[0]): () => void {
  const unlisten = changes.listen(listener)
  const proxy = watchProxy(host, changes.tell)
  const stopFiles = watchFiles(host, (type) => {
    if (type === 'proxy') proxy.look()
    changes.tell(type)
  })
  return () => {
    unlisten()
    stopFiles()
    proxy.stop()
  }
}

/** Whatever a member rejects with is told as commands tell it: code, sentence, hint, next command. */
function explained<T extends object>(members: T): T {
  return new Proxy(members, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        const result: unknown = member.apply(target, args)
        return result instanceof Promise ? result.catch((error) => Promise.reject(explainError(error))) : result
      }
    },
  })
}
