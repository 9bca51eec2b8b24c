import type {Environment} from '../contract/index.js'
import {assembleHost, type HostOptions} from './assemble-host.js'
import type {HostContext} from './host-context.js'

/** For a process that talks to upstreams: every dialect is at hand, loaded with the first provider. */
export function openHost(env: Environment, options: HostOptions = {}): HostContext {
  return assembleHost(env, {...options, protocols: async () => (await import('../protocols/index.js')).protocols})
}
