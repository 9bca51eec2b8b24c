import type {ClientProtocol} from '../protocols/client-protocol.js'
import {type Exchange, headersOf, sendJson} from './exchange.js'
import type {ProxyContext} from './proxy-context.js'
import {readJsonBody} from './read-json-body.js'
import {RequestTrace} from './request-trace.js'
import {route} from './route.js'
import {tellFailure} from './tell-failure.js'

/** No upstream counts for us: the estimate, corrected by what was counted for the session before. */
export async function countTokens(exchange: Exchange, protocol: ClientProtocol, context: ProxyContext): Promise<void> {
  const trace = new RequestTrace(protocol.id, exchange.launch, () => context.host.clock.now())
  try {
    const {turn} = protocol.readRequest(await readJsonBody(exchange.request), headersOf(exchange.request))
    await route(exchange.launch, {model: turn.model.asked, effort: {}}, context)
    sendJson(exchange, 200, {input_tokens: context.estimates.estimate(turn)}, {'request-id': trace.id})
  } catch (error) {
    tellFailure(error, protocol, {exchange, context, trace})
  }
}
