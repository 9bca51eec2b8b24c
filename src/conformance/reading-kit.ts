import {parse} from 'smol-toml'
import type {Environment, Kit} from '../contract/index.js'
import {isTurnError, turnError} from '../errors/turn-error.js'
import {parseJson, readText} from '../files/read-json.js'
import {TOML_OPTIONS} from '../files/toml-options.js'

/** The hand-out of a check: files can be read, time stands still, the network is not there. */
export function readingKit(env: Environment): Kit {
  const absent = (what: string) => (): never => {
    throw new Error(`A check asked for ${what}, which it does not have.`)
  }
  return {
    env,
    http: {request: absent('the network'), webSocket: absent('the network')},
    clock: {now: () => Date.UTC(2026, 0, 1), wait: async () => undefined},
    log: {debug: () => undefined, info: () => undefined, warn: () => undefined},
    get protocols() {
      return absent('a protocol')()
    },
    oauth: {refresh: absent('a token'), claims: absent('claims')},
    files: {
      read: readText,
      parseToml: (text) => parse(text, TOML_OPTIONS),
      parseJson,
    },
    turnError,
    isTurnError,
  }
}
