import {CcsError, EXIT} from '../../errors/ccs-error.js'
import type {OwnFlags} from '../../session/own-flags.js'

export type AccountAction = 'sign-in' | 'import' | 'logout' | 'accounts' | 'use' | 'nickname'

/** Which flags ask for which action. */
const ASKED_BY: readonly (readonly [keyof OwnFlags, AccountAction])[] = [
  ['logout', 'logout'],
  ['accounts', 'accounts'],
  ['use', 'use'],
  ['import', 'import'],
  ['auth', 'sign-in'],
  ['add', 'sign-in'],
  ['headless', 'sign-in'],
  ['device', 'sign-in'],
  ['nickname', 'nickname'],
]

/** Actions that another one may be part of: a sign-in can be given its nickname, an import can be an addition. */
const TOGETHER: Readonly<Partial<Record<AccountAction, readonly (keyof OwnFlags)[]>>> = {
  'sign-in': ['nickname'],
  import: ['auth', 'add', 'nickname'],
}

/** The one action that the flags ask for; `undefined` when they ask for none. Two at once are refused. */
export function chooseAction(flags: OwnFlags): AccountAction | undefined {
  const asked = ASKED_BY.filter(([flag]) => flags[flag] !== undefined && flags[flag] !== false)
  const [first] = asked
  if (first === undefined) return undefined
  const [flag, action] = first
  const other = asked.find(([each, its]) => its !== action && !TOGETHER[action]?.includes(each))
  if (other !== undefined) throw conflict(flag, other[0])
  if (flags.headless && flags.device) throw conflict('headless', 'device')
  const names = action === 'use' || (action === 'sign-in' && flags.add)
  if (flags.account !== undefined && names) throw conflict('account', flag === 'auth' ? 'add' : flag)
  return action
}

function conflict(one: string, other: string): CcsError {
  return new CcsError(`--${one} and --${other} cannot be given together.`, {
    code: 'conflicting_flags',
    exit: EXIT.usage,
    hint: 'Run one after the other.',
  })
}
