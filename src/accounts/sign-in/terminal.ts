import type {Readable, Writable} from 'node:stream'
import type {Environment} from '../../contract/index.js'

/** Where a person, or a script in their place, is talked to. */
export interface Terminal {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** Somebody can type at stdin. */
  readonly isTerminal: boolean
  readonly env: Environment
}
