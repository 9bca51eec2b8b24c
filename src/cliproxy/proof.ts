import {createHash, createHmac, timingSafeEqual} from 'node:crypto'
import type {Environment} from '../contract/index.js'

/** Whoever has the key can answer a number nobody has asked before; a stranger on the port learns nothing from it. */
export function proofOf(key: string, nonce: string): string {
  return createHmac('sha256', key).update(`ccs proof ${nonce}`).digest('hex')
}

export function isProof(given: unknown, key: string, nonce: string): boolean {
  const expected = Buffer.from(proofOf(key, nonce))
  const bytes = Buffer.from(typeof given === 'string' ? given : '')
  return bytes.length === expected.length && timingSafeEqual(bytes, expected)
}

/** Where a proxy sends what it is asked depends on these; it keeps those that it was started with. */
const WAY_OUT =
  /^(CCS_(?!.*_PATH$)[A-Z_]*(ISSUER|URL|WEBSOCKET|CLIENT_VERSION)|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|https?_proxy|no_proxy)$/

export function environmentHash(env: Environment): string {
  const facts = Object.entries(env)
    .filter(([name, value]) => WAY_OUT.test(name) && value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)
}
