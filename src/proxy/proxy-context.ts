import type {HostContext} from '../host/host-context.js'
import type {RequestRecord} from '../journal/request-record.js'
import type {ProfileReader} from './profile-reader.js'
import type {Desks} from './provider-desk.js'
import type {RefusedTools} from './refused-tools.js'
import type {TokenEstimates} from './token-estimates.js'

/** What every request is answered with. */
export interface ProxyContext {
  readonly host: HostContext
  readonly desks: Desks
  readonly profiles: ProfileReader
  readonly estimates: TokenEstimates
  readonly refusedTools: RefusedTools
  /** Told once of each request, when it is over. */
  readonly record: (record: RequestRecord) => void
  /** Milliseconds after which a client that waits needs a sign of life. */
  readonly silence: number
  /** Says a thing once a session. */
  readonly sayOnce: (session: string, message: string, fields: Readonly<Record<string, unknown>>) => void
}
