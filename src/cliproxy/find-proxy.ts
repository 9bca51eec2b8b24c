import {randomBytes} from 'node:crypto'
import type {Paths} from '../config/paths.js'
import {type ProxyConfig, readLastConfig} from '../config/proxy-config.js'
import {askProof} from './ask-proof.js'
import {isProof} from './proof.js'
import {type ProxyState, readState} from './state-file.js'

/** A proxy that answers and has proved that it is this home's. */
export interface FoundProxy {
  readonly port: number
  readonly key: string
  readonly version: string
  /** Hash of the variables that decide where it sends requests. */
  readonly environment: string
  readonly sessions: number
}

type FindPaths = Pick<Paths, 'proxyState' | 'proxyConfig' | 'cache' | 'tokens' | 'home'>

/** `undefined` when none runs, or when somebody else answers on its port. */
export async function findProxy(
  paths: FindPaths,
  known?: ProxyConfig,
): Promise<(FoundProxy & Pick<ProxyState, 'instance'>) | undefined> {
  const state = readState(paths)
  if (state === undefined) return undefined
  const {apiKeys} = known ?? (await readLastConfig(paths))
  const [key] = apiKeys
  const found = key === undefined ? undefined : await prove(state.port, key)
  return found && {...found, instance: state.instance}
}

/** The key is only sent to who has shown that it has it already. */
export async function prove(port: number, key: string): Promise<FoundProxy | undefined> {
  const nonce = randomBytes(16).toString('hex')
  const {proof, version, environment, sessions} = Object(await askProof(port, nonce)) as Record<string, unknown>
  if (!isProof(proof, key, nonce)) return undefined
  return {port, key, version: String(version), environment: String(environment), sessions: Number(sessions) || 0}
}
