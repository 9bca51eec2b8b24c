import type {Account, Kit} from 'ccs/plugin'
import {askBackend} from './ask-backend.js'
import type {Endpoint} from './endpoint.js'
import {fieldsOf, listOf, textOf} from './fields.js'
import type {Headers} from './headers.js'

/** Milliseconds for which an answer counts, and for which nobody asks after none came. */
const FRESH = 24 * 60 * 60_000
const REST = 10 * 60_000
/** Milliseconds that a turn waits for it. */
const PATIENCE = 3000

/** Plans of persons: only a workspace is bound to a region. */
const PERSONAL: ReadonlySet<string> = new Set(['free', 'go', 'plus', 'pro', 'prolite', 'promax', 'guest'])
/** All that Codex knows; any other word it does not send either. */
const REGIONS: ReadonlySet<string> = new Set(['us', 'us_cr'])
const NONE: Headers = {}

interface Known {
  readonly headers: Promise<Headers>
  until: number
}

/**
 * Headers by which the backend finds the region that a workspace's data must stay in. A workspace may name a host of its
 * own too, which is not followed: tokens go to the hosts that the user knows of.
 */
export function regionFinder({backend}: Endpoint, kit: Kit): (account: Account) => Promise<Headers> | Headers {
  const all = new Map<string, Known>()
  return (account) => {
    const {id, identity} = account
    if (PERSONAL.has(identity.plan?.toLowerCase() ?? '')) return NONE
    const last = all.get(id)
    if (last !== undefined && kit.clock.now() < last.until) return last.headers
    const known: Known = {headers: ask(account, backend, kit).catch(none), until: kit.clock.now() + FRESH}
    function none(error: unknown): Headers {
      known.until = kit.clock.now() + REST
      kit.log.debug('The region of a workspace could not be had.', {why: String(error)})
      return NONE
    }
    all.set(id, known)
    return known.headers
  }
}

async function ask(account: Account, backend: string, kit: Kit): Promise<Headers> {
  const question = {
    url: `${backend}/wham/accounts/check`,
    what: 'list of accounts',
    isAnswer: ({accounts}: ReturnType<typeof fieldsOf>) => Array.isArray(accounts),
  }
  const {accounts} = await askBackend(question, account, kit, AbortSignal.timeout(PATIENCE))
  const own = listOf(accounts)
    .map(fieldsOf)
    .find(({id}) => id === account.identity.accountId)
  const region = textOf(own?.account_routing_override)
  return region !== undefined && REGIONS.has(region) ? {'x-openai-account-routing-override': region} : NONE
}
