import type {HookRequest, ProviderPlugin} from 'ccs/plugin'
import {catalogue} from './catalogue.js'
import {endpointOf} from './endpoint.js'
import {identify} from './identify.js'
import {fallback, MODELS, SLOTS} from './models.js'
import {refresh, revoke} from './refresh.js'
import {signInOf} from './sign-in.js'
import {open, relay} from './upstream.js'
import {usage} from './usage.js'

/** OpenAI Codex on a ChatGPT plan. */
export default function provider({id, kit}: HookRequest): ProviderPlugin {
  const endpoint = endpointOf(kit.env)
  return {
    contract: 1,
    id,
    title: 'OpenAI Codex',
    origins: endpoint.origins,
    models: MODELS,
    slots: SLOTS,
    defaultRuntime: 'claude',
    signIn: signInOf(endpoint, kit),
    identify: (tokens) => identify(tokens, kit),
    fallback,
    refresh: (tokens, signal) => refresh(tokens, endpoint, kit, signal),
    revoke: (tokens, signal) => revoke(tokens, endpoint, kit, signal),
    open: (turn, account, signal) => open(turn, account, endpoint, kit, signal),
    relayProtocol: 'openai-responses',
    relay: (request, account, signal) => relay(request, account, endpoint, kit, signal),
    usage: (account, signal) => usage(account, endpoint, kit, signal),
    catalogue: (account, signal) => catalogue(account, endpoint, kit, signal),
  }
}
