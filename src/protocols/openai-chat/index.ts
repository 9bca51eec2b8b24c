import type {ClientProtocol} from '../client-protocol.js'
import {readRequest} from './read-request.js'
import {writeError} from './write-error.js'
import {PING, writeEvents} from './write-events.js'
import {writeMessage} from './write-message.js'

export const openaiChat: ClientProtocol = {
  id: 'openai-chat',
  readRequest,
  writeEvents,
  writeMessage,
  writeError,
  ping: PING,
}
