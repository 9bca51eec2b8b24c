import {access} from 'node:fs/promises'
import type {Environment} from '../../contract/index.js'
import {proxyAddress} from '../../kit/choose-proxy.js'
import {listContributions, loadProvider} from '../../registry/contributions.js'
import {type Check, type CheckContext, type Finding, ok} from '../check.js'

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'] as const
/** Milliseconds that a clock may be wrong before sign-ins fail. */
const SKEW = 60_000

/** The way out: HTTP proxies and certificates as they are set, and with `--online` the clock of whoever is there. */
export const network: Check = {
  name: 'network',
  async run(context) {
    const {env} = context.host
    const settings = [...proxySettings(env), ...(await certificates(env))]
    const clock = context.online ? await clockSkew(context) : []
    const found = [...settings, ...clock]
    return found.length > 0 ? found : [ok('network', 'No HTTP proxy and no further certificates are set.')]
  },
}

function proxySettings(env: Environment): readonly Finding[] {
  return PROXIES.flatMap((name) => {
    const written = env[name]
    if (!written) return []
    const address = proxyAddress(written)
    const isProxy = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
    const {host} = isProxy ? new URL(address) : {host: written}
    if (isProxy) return [ok('http_proxy', `${name} sends requests through ${host}.`)]
    return [
      {
        code: 'http_proxy',
        status: 'fail',
        message: `${name} is no address of an HTTP proxy: ${written}.`,
        command: `unset ${name}`,
      },
    ]
  })
}

const CERTIFICATES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const

function certificates(env: Environment): Promise<readonly Finding[]> {
  const named = CERTIFICATES.flatMap((name) => (env[name] ? [{name, file: env[name]}] : []))
  return Promise.all(
    named.map(({name, file}) =>
      access(file).then(
        () => ok('extra_certificates', `Certificates of ${file} are trusted too.`),
        () => ({
          code: 'extra_certificates',
          status: 'fail' as const,
          message: `${name} names ${file}, which cannot be read.`,
        }),
      ),
    ),
  )
}

async function clockSkew({host}: CheckContext): Promise<readonly Finding[]> {
  const ids = (await listContributions(host)).filter(({kind}) => kind === 'provider').map(({id}) => id)
  const found = await Promise.all(ids.map((id) => skewAgainst(id, host)))
  return found.flat()
}

async function skewAgainst(id: string, host: CheckContext['host']): Promise<readonly Finding[]> {
  const provider = await loadProvider(id, host).catch(() => undefined)
  const [origin] = provider?.origins ?? []
  if (origin === undefined) return []
  const signal = AbortSignal.timeout(10_000)
  try {
    const {http} = await host.kit(id)
    const {headers, text} = await http.request({method: 'GET', url: `${origin}/`, headers: {}, signal})
    // A page that nobody reads would hold the process as long as its sender does.
    await text().catch(() => undefined)
    const difference = Date.parse(headers.date ?? '') - host.clock.now()
    if (Number.isNaN(difference) || Math.abs(difference) < SKEW) return [ok('upstream_reachable', `${origin} answers.`)]
    const message = `This machine's clock differs from ${origin} by ${Math.round(difference / 1000)} s: tokens look expired, or never do.`
    return [{code: 'clock_skew', status: 'fail', message, command: 'timedatectl set-ntp true'}]
  } catch (error) {
    return [
      {code: 'upstream_unreachable', status: 'fail', message: (error as Error).message, command: `curl -I ${origin}`},
    ]
  }
}
