import type {UpstreamProtocol} from '../../contract/index.js'
import {peek} from '../peek.js'
import {readError} from './read-error.js'
import {readEvents, readFrames} from './read-events.js'
import {readLimits} from './read-limits.js'
import {relay} from './relay.js'
import {writeRequest} from './write-request.js'

export const openaiResponses: UpstreamProtocol = {
  writeRequest,
  readEvents,
  readFrames,
  readError,
  readLimits,
  peek,
  relay,
}
