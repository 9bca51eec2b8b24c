import type {Protocol} from '../contract/index.js'
import {anthropicMessages} from '../protocols/anthropic-messages/index.js'
import {countTokens} from './count-tokens.js'
import type {Exchange} from './exchange.js'
import {listModels} from './list-models.js'
import type {ProxyContext} from './proxy-context.js'
import {answerRelay} from './relay-lane.js'
import {answerTurn} from './turn-lane.js'

export interface Endpoint {
  /** In whose words a request is refused before it is read. */
  readonly protocol: Protocol
  answer(exchange: Exchange, context: ProxyContext): Promise<void>
}

/** Everything that a client with the key may ask for, by method and path. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'POST /v1/messages': {
    protocol: 'anthropic-messages',
    answer: (exchange, context) => answerTurn(exchange, anthropicMessages, context),
  },
  'POST /v1/messages/count_tokens': {
    protocol: 'anthropic-messages',
    answer: (exchange, context) => countTokens(exchange, anthropicMessages, context),
  },
  'GET /v1/models': {protocol: 'openai-responses', answer: listModels},
  'GET /models': {protocol: 'openai-responses', answer: listModels},
  ...relays('/v1/responses'),
  ...relays('/responses'),
  ...relays('/backend-api/codex/responses'),
}

/** Clients put what they like before the dialect's own path. */
function relays(path: string): Readonly<Record<string, Endpoint>> {
  return {
    [`POST ${path}`]: {
      protocol: 'openai-responses',
      answer: (exchange, context) => answerRelay(exchange, '', context),
    },
    [`POST ${path}/compact`]: {
      protocol: 'openai-responses',
      answer: (exchange, context) => answerRelay(exchange, '/compact', context),
    },
  }
}

/** `undefined` for a path that nobody serves. */
export function endpointFor({method, path}: Pick<Exchange, 'method' | 'path'>): Endpoint | undefined {
  const key = `${method} ${path}`
  return Object.hasOwn(ENDPOINTS, key) ? ENDPOINTS[key] : undefined
}
