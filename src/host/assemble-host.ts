import {pathsOf} from '../config/paths.js'
import type {Environment, Log, Protocols} from '../contract/index.js'
import {systemClock} from '../kit/clock.js'
import {makeKit} from '../kit/make-kit.js'
import {silentLog} from '../log/silent-log.js'
import type {HostContext} from './host-context.js'

export interface HostOptions {
  readonly log?: Log
  /** Told what a user should know and nothing fails for. */
  readonly note?: (message: string) => void
  readonly clock?: HostContext['clock']
}

/** What a process of ccs works with. Each provider's kit keeps that provider's secrets to its own origins. */
export function assembleHost(
  env: Environment,
  {log = silentLog, note, clock = systemClock, protocols}: HostOptions & {readonly protocols?: Protocols},
): HostContext {
  const declared = new Map<string, readonly string[]>()
  return {
    env,
    paths: pathsOf(env),
    clock,
    log,
    note,
    kit: (providerId) =>
      makeKit({
        env,
        clock,
        log,
        protocols,
        origins: () => (providerId === undefined ? [] : declared.get(providerId)),
      }),
    admit: (providerId, origins) => void declared.set(providerId, origins),
  }
}
