import {createServer, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Clock} from '../../contract/index.js'

export interface Bound {
  /** `undefined` when every port is taken or forbidden. */
  readonly port: number | undefined
  /** What stood in the way, one sentence a port. */
  readonly notes: readonly string[]
  /** Resolves once nothing listens and no connection is open. */
  close(): Promise<void>
}

/** Milliseconds between tries, and how many, for a sign-in that was asked to give way. */
const PAUSE = 200
const TRIES = 10
/** Milliseconds for whoever holds a port to say something. */
const CANCEL_PATIENCE = 1000
/** Milliseconds for pages that are on their way; browsers also hold spare connections that say nothing. */
const GRACE = 250
/** A machine without IPv6. */
const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])

/**
 * Listens on the first port that can be had, on both loopback addresses: `localhost` may mean either. Whoever holds the
 * first port is asked to give it up, as Codex's own sign-in does; nobody is ended.
 */
export async function bindPort(ports: readonly number[], listener: RequestListener, clock: Clock): Promise<Bound> {
  const notes: string[] = []
  for (const [index, port] of ports.entries()) {
    const bound = index === 0 ? await bindFirst(port, listener, clock) : await bindBoth(port, listener)
    if (typeof bound !== 'string') return {port: portOf(bound), notes, close: () => closeAll(bound)}
    notes.push(noteOf(port, bound))
  }
  return {port: undefined, notes, close: async () => undefined}
}

async function bindFirst(port: number, listener: RequestListener, clock: Clock): Promise<readonly Server[] | string> {
  let bound = await bindBoth(port, listener)
  if (bound !== 'EADDRINUSE') return bound
  await askToGiveWay(port)
  for (let round = 0; round <= TRIES && bound === 'EADDRINUSE'; round += 1) {
    if (round > 0) await clock.wait(PAUSE)
    bound = await bindBoth(port, listener)
  }
  return bound
}

/** The servers, or Node's code for why not. */
async function bindBoth(port: number, listener: RequestListener): Promise<readonly Server[] | string> {
  const servers: Server[] = []
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer(listener)
    const fault = await listen(server, portOf(servers) ?? port, host)
    if (fault === undefined) servers.push(server)
    else if (host === '127.0.0.1' || !NO_IPV6.has(fault)) {
      await closeAll(servers)
      return fault
    }
  }
  return servers
}

function listen(server: Server, port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => resolve(undefined))
  })
}

async function askToGiveWay(port: number): Promise<void> {
  const hosts = ['127.0.0.1', '[::1]']
  await Promise.allSettled(
    hosts.map((host) => fetch(`http://${host}:${port}/cancel`, {signal: AbortSignal.timeout(CANCEL_PATIENCE)})),
  )
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const grace = setTimeout(() => server.closeAllConnections(), GRACE)
      return closed.finally(() => clearTimeout(grace))
    }),
  )
}

function portOf([server]: readonly Server[]): number | undefined {
  return server === undefined ? undefined : (server.address() as AddressInfo).port
}

function noteOf(port: number, fault: string): string {
  if (fault === 'EADDRINUSE') return `Port ${port} is taken by another program, which did not give it up.`
  if (fault === 'EACCES')
    return `Port ${port} may not be used here: the system reserves it (on Windows, Hyper-V does so with whole ranges).`
  return `Port ${port} cannot be used (${fault}).`
}
