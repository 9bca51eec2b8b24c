import type {Clock, Environment, Kit, Log, Protocols} from '../contract/index.js'
import {isTurnError, turnError} from '../errors/turn-error.js'
import {makeHttp} from './http.js'
import {makeOAuth} from './oauth.js'
import {readingFiles} from './reading-files.js'

export interface KitContext {
  readonly env: Environment
  readonly clock: Clock
  readonly log: Log
  /** Absent where no turn is made: a process that only plans a start loads no dialect. */
  readonly protocols?: Protocols
  /** Where the issuer's answers outlive whoever asked; absent, refreshes are made in this process. */
  readonly answers?: string
  /** Origins that what stands in a header may be sent to; `undefined` before the plugin has declared them. */
  readonly origins: (secret: string) => readonly string[] | undefined
}

/** The hand-out to a plugin. What is heavy in it is loaded when it is first used. */
export function makeKit({env, clock, log, protocols, answers, origins}: KitContext): Kit {
  return {
    env,
    clock,
    log,
    http: makeHttp({env, origins}),
    oauth: makeOAuth(env, answers),
    files: readingFiles,
    get protocols() {
      if (protocols === undefined) throw new Error('No dialects are loaded in a process that only plans a start.')
      return protocols
    },
    turnError,
    isTurnError,
  }
}
