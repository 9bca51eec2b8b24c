import {pathsOf} from '../config/paths.js'
import type {Environment, Log, Protocols} from '../contract/index.js'
import {systemClock} from '../kit/clock.js'
import {makeKit} from '../kit/make-kit.js'
import {silentLog} from '../log/silent-log.js'
import type {HostContext} from './host-context.js'
import {openSecretOrigins} from './secret-origins.js'

export interface HostOptions {
  readonly log?: Log
  /** Told what a user should know and nothing fails for. */
  readonly note?: (message: string) => void
  readonly clock?: HostContext['clock']
}

/** What a process of ccs works with. Each provider's kit keeps that provider's secrets to its own origins. */
export function assembleHost(
  env: Environment,
  {
    log = silentLog,
    note,
    clock = systemClock,
    protocols,
  }: HostOptions & {readonly protocols?: () => Promise<Protocols>},
): HostContext {
  const secrets = openSecretOrigins()
  const paths = pathsOf(env)
  return {
    env,
    paths,
    clock,
    log,
    note,
    kit: async (providerId) =>
      makeKit({
        env,
        clock,
        log,
        protocols: await protocols?.(),
        answers: paths.refreshes,
        origins: (secret) => (providerId === undefined ? [] : secrets.originsOf(providerId, secret)),
      }),
    admit: secrets.admit,
  }
}
