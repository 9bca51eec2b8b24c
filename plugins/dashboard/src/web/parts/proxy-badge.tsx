import type {ProxyView} from 'ccs/plugin'
import {useResource} from '../resource.js'

export function ProxyBadge() {
  const {data} = useResource<ProxyView>('/api/proxy', ['proxy'])
  if (data === undefined) return null
  return <a href="#/settings/proxy">{stateOf(data)}</a>
}

function stateOf({running, pid, port}: ProxyView): string {
  if (running) return `Proxy on port ${port}`
  return pid === null ? 'Proxy stopped' : 'Proxy does not answer'
}
