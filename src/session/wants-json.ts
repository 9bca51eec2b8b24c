import {ACCOUNT_ACTIONS} from './own-flags.js'

/** `--json` beside an account flag is ccs's; anywhere else it may be the runtime's. */
export function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  const mine = end === -1 ? words : words.slice(0, end)
  const acts = ACCOUNT_ACTIONS.some((action) =>
    mine.some((word) => word === `--${action}` || word.startsWith(`--${action}=`)),
  )
  return acts && mine.includes('--json')
}
