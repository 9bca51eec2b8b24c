import type {ClientProtocol} from '../../client-protocol.js'
import {readRequest} from './read-request.js'
import {writeError} from './write-error.js'
import {PING, writeEvents} from './write-events.js'
import {writeMessage} from './write-message.js'

/** For Codex and its like, where the provider does not relay; its errors are those of the relay too. */
export const responsesClient: ClientProtocol = {
  id: 'openai-responses',
  readRequest,
  writeEvents,
  writeMessage,
  writeError,
  ping: PING,
}
