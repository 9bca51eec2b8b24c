import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {askProxy} from '../cliproxy/ask-proxy.js'
import type {RunFile} from './run-file.js'

export interface LinkDesk {
  readonly port: number
  close(): void
}

/**
 * Gives a new link to whoever has the key of the run file. The key itself is never sent: each side proves that it has
 * it, so that a stranger on either end of the port learns and forges nothing.
 */
export async function openLinkDesk(key: string, link: () => string): Promise<LinkDesk> {
  const used = new Set<string>()
  const server = createServer((request, response) => {
    const nonce = new URLSearchParams((request.url ?? '').split('?')[1]).get('nonce') ?? ''
    const proof = String(request.headers.authorization ?? '').replace('Bearer ', '')
    const isOurs = request.method === 'POST' && !used.has(nonce) && isProof(proof, key, `ask ${nonce}`)
    if (!isOurs) return void response.writeHead(403).end()
    used.add(nonce)
    const url = link()
    response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'no-store'})
    response.end(JSON.stringify({url, proof: proofOf(key, `link ${nonce} ${url}`)}))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Milliseconds for the dashboard that runs to answer. */
const PATIENCE = 2000

/** A new link to the dashboard that runs; `undefined` when none does, or somebody else answers in its place. */
export async function askForLink({linkPort, key}: RunFile): Promise<string | undefined> {
  const nonce = randomBytes(16).toString('hex')
  const answer = await askProxy({
    port: linkPort,
    method: 'POST',
    path: `/?nonce=${nonce}`,
    key: proofOf(key, `ask ${nonce}`),
    patience: PATIENCE,
  }).catch(() => undefined)
  const {url, proof} = Object(answer) as Record<string, unknown>
  return typeof url === 'string' && isProof(proof, key, `link ${nonce} ${url}`) ? url : undefined
}

function proofOf(key: string, words: string): string {
  return createHmac('sha256', key).update(`ccs dashboard ${words}`).digest('hex')
}

function isProof(given: unknown, key: string, words: string): boolean {
  const expected = Buffer.from(proofOf(key, words))
  const bytes = Buffer.from(typeof given === 'string' ? given : '')
  return bytes.length === expected.length && timingSafeEqual(bytes, expected)
}
