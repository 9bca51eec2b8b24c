import type {Environment} from '../contract/index.js'
import {assembleHost, type HostOptions} from './assemble-host.js'
import type {HostContext} from './host-context.js'

/** For a process that plans a start: the same host, without dialects, which no start needs. */
export function openPlanningHost(env: Environment, options: HostOptions = {}): HostContext {
  return assembleHost(env, options)
}
