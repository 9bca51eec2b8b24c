import {howLong} from './how-long.js'
import type {RoutingReport} from './reports.js'
import {STRATEGIES} from './strategies.js'

/** Strategy, who serves, who does not and why, who is next. */
export function writeRouting(report: RoutingReport, now: number): readonly string[] {
  const {strategy, affinity, accounts, next} = report
  const nicknameOf = (id: string) => accounts.find((one) => one.id === id)?.nickname ?? id
  return [
    `Routing for ${report.provider}: ${strategy}`,
    ...STRATEGIES.map(({id, text}) => `  ${id === strategy ? '*' : ' '} ${id}: ${text}`),
    writeAffinity(affinity),
    'Accounts:',
    ...accounts.map((account) => `  ${writeAccount(account, now)}`),
    next.length === 0 ? 'No account can serve now.' : `Next sessions: ${next.map(nicknameOf).join(', ')}`,
  ]
}

function writeAffinity({enabled, ttl, spreadSubagents}: RoutingReport['affinity']): string {
  if (!enabled)
    return 'Affinity: off. Each request gets an account of its own: the prompt cache and sealed reasoning are lost each time.'
  const who = spreadSubagents ? 'A session, and each of its subagents, stays' : 'A session stays'
  const withWhom = spreadSubagents ? '' : ', with its subagents,'
  return `Affinity: on. ${who} on its account${withWhom} until it was unused for ${ttl}.`
}

function writeAccount(account: RoutingReport['accounts'][number], now: number): string {
  const {nickname, state, paused, sessions, priority} = account
  const end = state.until === null ? '' : ` for ${howLong(Date.parse(state.until) - now)}`
  const why = state.message === null || state.code === 'ready' ? '' : `: ${state.message.replace(/\.$/, '')}`
  const how = paused ? 'paused' : `${state.code.replaceAll('_', ' ')}${end}${why}`
  const rank = priority === 0 ? '' : `, priority ${priority}`
  return `${nickname}: ${how}, ${sessions} ${sessions === 1 ? 'session' : 'sessions'}${rank}`
}
