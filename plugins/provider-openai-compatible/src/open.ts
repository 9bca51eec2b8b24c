import type {Account, Kit, OpenTurn, Turn} from 'ccs/plugin'
import {endpointOf, type Service, serviceOf} from './service.js'

/** Stands for the model that was chosen at sign-in. */
export const CHOSEN = 'chosen-model'
/** Milliseconds without a word: a model on this machine is loaded first, and any may think for minutes in silence. */
const LONGEST_SILENCE = 900_000

export async function open(asked: Turn, account: Account, kit: Kit, signal: AbortSignal): Promise<OpenTurn> {
  const service = serviceOf(account)
  const turn = asked.model.id === CHOSEN ? {...asked, model: {...asked.model, id: service.model}} : asked
  const protocol = kit.protocols[service.protocol]
  const {body, dropped, toolNames} = protocol.writeRequest(turn, account)
  const reply = await kit.http.request({
    method: 'POST',
    url: endpointOf(service),
    headers: headersOf(service, account),
    body: JSON.stringify(body),
    signal,
    headTimeout: LONGEST_SILENCE,
    idleTimeout: LONGEST_SILENCE,
  })
  const now = () => kit.clock.now()
  if (reply.status !== 200) throw kit.turnError(protocol.readError({...reply, body: await reply.text()}, now()))
  const events = await protocol.peek(protocol.readEvents(reply.body, toolNames, now))
  const {id: model, effort} = turn.model
  return {events, sent: {model, effort, transport: 'http', dropped}}
}

function headersOf({protocol}: Service, {accessToken}: Account): Readonly<Record<string, string>> {
  const shared = {'content-type': 'application/json', accept: 'text/event-stream', 'user-agent': 'ccs'}
  return protocol === 'anthropic-messages'
    ? {...shared, 'x-api-key': accessToken, 'anthropic-version': '2023-06-01'}
    : {...shared, authorization: `Bearer ${accessToken}`}
}
