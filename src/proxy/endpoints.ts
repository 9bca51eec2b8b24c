import {anthropicMessages} from '../protocols/anthropic-messages/index.js'
import {openaiChat} from '../protocols/openai-chat/index.js'
import {countTokens} from './count-tokens.js'
import type {Exchange} from './exchange.js'
import {listModels} from './list-models.js'
import type {ProxyContext} from './proxy-context.js'
import {answerRelay} from './relay-lane.js'
import {answerTurn} from './turn-lane.js'

type Answer = (exchange: Exchange, context: ProxyContext) => Promise<void>

/** Everything that a client with the key may ask for, by method and path. */
export const ENDPOINTS: Readonly<Record<string, Answer>> = {
  'POST /v1/messages': (exchange, context) => answerTurn(exchange, anthropicMessages, context),
  'POST /v1/messages/count_tokens': (exchange, context) => countTokens(exchange, anthropicMessages, context),
  'GET /v1/models': listModels,
  'GET /models': listModels,
  'GET /backend-api/codex/models': listModels,
  ...chats('/v1/chat/completions'),
  ...chats('/chat/completions'),
  ...relays('/v1/responses'),
  ...relays('/responses'),
  ...relays('/backend-api/codex/responses'),
}

function chats(path: string): Readonly<Record<string, Answer>> {
  return {[`POST ${path}`]: (exchange, context) => answerTurn(exchange, openaiChat, context)}
}

/** Clients put what they like before the dialect's own path. */
function relays(path: string): Readonly<Record<string, Answer>> {
  return {
    [`POST ${path}`]: (exchange, context) => answerRelay(exchange, '', context),
    [`POST ${path}/compact`]: (exchange, context) => answerRelay(exchange, '/compact', context),
  }
}

/** `undefined` for a path that nobody serves. */
export function endpointFor({method, path}: Pick<Exchange, 'method' | 'path'>): Answer | undefined {
  const key = `${method} ${path}`
  return Object.hasOwn(ENDPOINTS, key) ? ENDPOINTS[key] : undefined
}
