import {createHash} from 'node:crypto'
import type {HookRequest, Identity, ProviderPlugin, Tokens} from 'ccs/plugin'
import {CHOSEN, open} from './open.js'
import {fieldsToAsk, serviceOf} from './service.js'

/** Any service that takes a key and speaks Chat Completions, Responses or Messages. */
export default function provider({id, kit}: HookRequest): ProviderPlugin {
  return {
    contract: 1,
    id,
    title: 'OpenAI-compatible',
    origins: [],
    originsOf: (account) => [serviceOf(account).origin],
    // Which models there are is the affair of each account's service: every id goes on as it is written.
    models: [],
    slots: {default: CHOSEN},
    defaultRuntime: 'claude',
    signIn: {
      type: 'api-key',
      question: 'API key (any word where none is needed)',
      fields: fieldsToAsk(kit.env),
    },
    identify,
    open: (turn, account, signal) => open(turn, account, kit, signal),
  }
}

/** An account is a key at an address. */
function identify(tokens: Tokens): Identity {
  if (tokens.accessToken === '') throw new Error('the key is empty')
  const {baseUrl, origin} = serviceOf(tokens)
  const userId = createHash('sha256').update(tokens.accessToken).digest('hex').slice(0, 16)
  return {accountId: baseUrl, userId, email: new URL(origin).host}
}
