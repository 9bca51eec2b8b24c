import type {Protocols} from '../contract/index.js'
import {anthropicUpstream} from './anthropic-messages/upstream/index.js'
import {openaiChatUpstream} from './openai-chat/upstream/index.js'
import {openaiResponses} from './openai-responses/index.js'

/** The upstream dialects that plugins are handed. */
export const protocols: Protocols = {
  'openai-responses': openaiResponses,
  'openai-chat': openaiChatUpstream,
  'anthropic-messages': anthropicUpstream,
}
