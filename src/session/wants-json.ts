import {JSON_ACTIONS} from './own-flags.js'
import {lookThrough} from './split-arguments.js'

/** `--json` beside a flag that answers in it is ccs's; anywhere else it may be the runtime's. */
export function wantsJson(words: readonly string[]): boolean {
  const {mine, present} = lookThrough(words)
  return mine.includes('--json') && JSON_ACTIONS.some((action) => present.has(action))
}
