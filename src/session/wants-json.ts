import {JSON_ACTIONS} from './own-flags.js'
import {flagOf} from './split-arguments.js'

/** `--json` beside a flag that answers in it is ccs's; anywhere else it may be the runtime's. */
export function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  const mine = end === -1 ? words : words.slice(0, end)
  const present = new Set(mine.map((word, index) => flagOf(word, mine[index + 1])?.sets))
  return mine.includes('--json') && JSON_ACTIONS.some((action) => present.has(action))
}
