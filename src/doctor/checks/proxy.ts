import {findProxy} from '../../cliproxy/find-proxy.js'
import {isHeld} from '../../cliproxy/is-held.js'
import {readState, removeState} from '../../cliproxy/state-file.js'
import {readProxyConfig} from '../../config/proxy-config.js'
import type {HostContext} from '../../host/host-context.js'
import {VERSION} from '../../registry/version.js'
import {type Check, type Finding, ok} from '../check.js'

export const proxy: Check = {
  name: 'proxy',
  async run({host}) {
    const {paths} = host
    const found = await findProxy(paths)
    if (found !== undefined) {
      if (found.version === VERSION) return [ok('proxy', `The proxy answers on port ${found.port}.`)]
      const message = `The proxy on port ${found.port} is of ccs ${found.version}; this is ${VERSION}.`
      return [{code: 'proxy_version', status: 'warn', message, command: 'ccs cliproxy restart'}]
    }
    return [...staleState(host), ...(await portTaken(host))]
  },
}

function staleState({paths}: HostContext): readonly Finding[] {
  const state = readState(paths)
  if (state === undefined) return []
  const message = `${paths.proxyState} tells of a proxy on port ${state.port} that does not answer.`
  const fix = () => removeState(paths, state.instance)
  return [{code: 'proxy_state', status: 'warn', message, command: 'ccs doctor --fix', fix}]
}

/** Nothing to worry about: the next one is taken. But whoever configured a client by hand wants to know. */
async function portTaken({paths}: HostContext): Promise<readonly Finding[]> {
  const {port} = await readProxyConfig(paths)
  if (!(await isHeld(port))) return [ok('proxy', 'The proxy does not run; a session starts it by itself.')]
  const message = `Port ${port} is taken by another program: the proxy of ccs will take the next free one.`
  return [{code: 'proxy_port', status: 'warn', message, command: 'ccs cliproxy status'}]
}
