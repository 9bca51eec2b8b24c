import type {AccountRecord} from './accounts.js'

/** Being blocked by the network says nothing of the account: it may be tried again. */
const SERVING: ReadonlySet<string> = new Set(['ready', 'unknown', 'network_blocked', 'region_blocked'])

export function canServe({paused, state}: Pick<AccountRecord, 'paused' | 'state'>): boolean {
  return !paused && SERVING.has(state.code)
}
