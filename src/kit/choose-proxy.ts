import type {Environment} from '../contract/index.js'

/** The HTTP proxy for an address by the environment's variables; an empty text for none. */
export function proxyFor(url: string, env: Environment): string {
  const {protocol, hostname, port} = new URL(url)
  const excepted = env.no_proxy || env.NO_PROXY || ''
  if (isExcepted(hostname, port || (protocol === 'https:' ? '443' : '80'), excepted)) return ''
  const written = protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY
  return proxyAddress(written ?? '')
}

/** As other programs read these variables: `proxy:3128` is an address too. */
export function proxyAddress(written: string): string {
  const address = written.trim()
  return address === '' || address.includes('://') ? address : `http://${address}`
}

/** `*`, a host, a host with a port, or a domain with or without its leading dot. */
function isExcepted(host: string, port: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
      const domain = name.replace(/^\*?\./, '')
      const fits = domain === '*' || host === domain || host.endsWith(`.${domain}`)
      return fits && (only === undefined || only === port)
    })
}
