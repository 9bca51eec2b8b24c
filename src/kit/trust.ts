import {readFile} from 'node:fs/promises'
import type {SecureContext} from 'node:tls'
import type {Environment} from '../contract/index.js'

/** An option of every agent. */
export interface Trust {
  readonly secureContext?: SecureContext
}

const trusts = new Map<string, Promise<Trust>>()

/**
 * What TLS trusts where `SSL_CERT_FILE` names certificates too, as for Codex and other programs: Node knows its own
 * `NODE_EXTRA_CA_CERTS` only. A file that cannot be read adds nothing; the doctor names it.
 */
export function trustOf({SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: extra}: Environment): Promise<Trust> {
  if (!file || file === extra) return NOTHING_MORE
  const key = JSON.stringify([file, extra])
  const known = trusts.get(key) ?? read([file, extra])
  trusts.set(key, known)
  return known
}

const NOTHING_MORE = Promise.resolve({})

/** Whoever names certificates names all of them: Node's own, and those that it was given. */
async function read(files: readonly (string | undefined)[]): Promise<Trust> {
  const {createSecureContext, rootCertificates} = await import('node:tls')
  const texts = await Promise.all(files.map((file) => (file ? readFile(file, 'utf8').catch(() => '') : '')))
  const given = texts.filter((text) => text.includes('-----BEGIN '))
  return given.length === 0 ? {} : {secureContext: createSecureContext({ca: [...rootCertificates, ...given]})}
}
