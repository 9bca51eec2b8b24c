import type {ProxyConfig} from '../config/proxy-config.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {isLoopback} from '../proxy/guard.js'

/** Keys that stand in sample files and in other tools' defaults: whoever scans for proxies tries them first. */
const SAMPLES =
  /^(your-api-key|api-?key|changeme|change-me|test|secret|password|ccs|ccs-internal-managed|sk-dummy|dummy)[-_]?\d*$/i
/** Characters below which a key can be guessed. */
const SHORTEST = 24

/** Beyond loopback anybody may knock: a key that can be guessed is refused, not obeyed. */
export function checkBind({host, apiKeys}: Pick<ProxyConfig, 'host' | 'apiKeys'>, file: string): void {
  if (isLoopback(host)) return
  const weak = apiKeys.findIndex((key) => key.length < SHORTEST || SAMPLES.test(key))
  if (apiKeys.length > 0 && weak === -1) return
  const where = apiKeys.length === 0 ? 'api-keys is empty' : `api-keys[${weak}] is a sample or can be guessed`
  throw new CcsError(`${file} asks for the address ${host || '(all)'} but ${where}.`, {
    code: 'unsafe_bind',
    exit: EXIT.usage,
    hint: `Put a random key of at least ${SHORTEST} characters there, or set host to 127.0.0.1.`,
  })
}
