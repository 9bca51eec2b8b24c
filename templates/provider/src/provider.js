// @ts-check
import {createHash} from 'node:crypto'

/** @import {Account, Kit, ProviderHook, Tokens, Turn} from 'ccs/plugin' */

/** The dialect of the service: openai-chat, openai-responses or anthropic-messages. */
const PROTOCOL = 'openai-chat'

/** @type {ProviderHook} */
const hook = ({id, kit}) => {
  const baseUrl = kit.env.__VARIABLE___BASE_URL || 'https://api.example.com/v1'
  return {
    contract: 1,
    id,
    title: '__TITLE__',
    origins: [new URL(baseUrl).origin],
    models: [{id: 'large', name: 'Large', efforts: ['low', 'medium', 'high'], tiers: [], access: 'any', notes: ''}],
    slots: {default: 'large'},
    defaultRuntime: 'claude',
    signIn: {type: 'api-key', question: 'API key of __TITLE__'},
    identify,
    open: (turn, account, signal) => open(turn, account, `${baseUrl}/chat/completions`, kit, signal),
  }
}

export default hook

/** @param {Tokens} tokens */
function identify({accessToken}) {
  if (accessToken === '') throw new Error('the key is empty')
  const userId = createHash('sha256').update(accessToken).digest('hex').slice(0, 16)
  return {accountId: '__ID__', userId, email: ''}
}

/**
 * @param {Turn} turn
 * @param {Account} account
 * @param {string} url
 * @param {Kit} kit
 * @param {AbortSignal} signal
 */
async function open(turn, account, url, kit, signal) {
  const protocol = kit.protocols[PROTOCOL]
  const {body, dropped, toolNames} = protocol.writeRequest(turn, account)
  const headers = {'content-type': 'application/json', authorization: `Bearer ${account.accessToken}`}
  const reply = await kit.http.request({method: 'POST', url, headers, body: JSON.stringify(body), signal})
  const now = () => kit.clock.now()
  if (reply.status !== 200) throw kit.turnError(protocol.readError({...reply, body: await reply.text()}, now()))
  const events = await protocol.peek(protocol.readEvents(reply.body, toolNames, now))
  return {
    events,
    sent: {model: turn.model.id, effort: turn.model.effort, transport: /** @type {const} */ ('http'), dropped},
  }
}
