import type {ClientProtocol} from '../client-protocol.js'
import {readRequest} from './read-request.js'
import {PING} from './wire.js'
import {writeError} from './write-error.js'
import {writeEvents} from './write-events.js'
import {writeMessage} from './write-message.js'

export const anthropicMessages: ClientProtocol = {
  id: 'anthropic-messages',
  readRequest,
  writeEvents,
  writeMessage,
  writeError,
  ping: PING,
}
