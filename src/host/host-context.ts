import type {Paths} from '../config/paths.js'
import type {Clock, Log} from '../contract/index.js'
import type {Host} from '../registry/contributions.js'

/** What a process of ccs works with: where it keeps things, what time it is, whom it tells. Made once, at its entry. */
export interface HostContext extends Host {
  readonly paths: Paths
  readonly clock: Clock
  readonly log: Log
}
