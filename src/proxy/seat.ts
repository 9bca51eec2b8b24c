import type {Session} from '../contract/index.js'
import type {ProviderDesk} from './provider-desk.js'

/**
 * The name under which a request stays on its account: its session with all subagents, or where they are spread over the
 * accounts, each subagent by itself. The upstream's cache key stays the session's.
 */
export async function seatOf({id, agent}: Session, {routing}: Pick<ProviderDesk, 'routing'>): Promise<string> {
  if (agent === undefined) return id
  return (await routing()).spreadsSubagents === true ? `${id} ${agent}` : id
}
