import type {ProxyView} from 'ccs/plugin'
import {useResource} from '../resource.js'

export function ProxyBadge() {
  const {data} = useResource<ProxyView>('/api/proxy', ['proxy'])
  if (data === undefined) return null
  return <a href="#/settings/proxy">{data.running ? `Proxy on port ${data.port}` : 'Proxy stopped'}</a>
}
