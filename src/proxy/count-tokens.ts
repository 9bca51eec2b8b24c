import {resolveModel} from '../models/resolve.js'
import type {ClientProtocol} from '../protocols/client-protocol.js'
import {type Exchange, headersOf, sendJson} from './exchange.js'
import type {ProxyContext} from './proxy-context.js'
import {readJsonBody} from './read-json-body.js'
import {RequestTrace} from './request-trace.js'
import {tellFailure} from './turn-lane.js'

/** No upstream counts for us: the estimate, corrected by what was counted for the session before. */
export async function countTokens(exchange: Exchange, protocol: ClientProtocol, context: ProxyContext): Promise<void> {
  const trace = new RequestTrace(protocol.id, exchange.launch, () => context.host.clock.now())
  try {
    const {turn} = protocol.readRequest(await readJsonBody(exchange.request), headersOf(exchange.request))
    const {desks, profiles, estimates} = context
    const profile = await profiles.read(exchange.launch.profile, async (id) => (await desks.open(id)).provider)
    const desk = await desks.open(profile.provider)
    resolveModel(turn.model.asked, {models: desk.catalogue.models(), slots: profile.slots, wish: {}})
    sendJson(exchange, 200, {input_tokens: estimates.estimate(turn)}, {'request-id': trace.id})
  } catch (error) {
    tellFailure(error, {exchange, protocol, context, trace})
  }
}
