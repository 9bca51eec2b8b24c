import type {HookRequest, ProviderPlugin} from 'ccs/plugin'
import {endpointOf} from './endpoint.js'
import {identify} from './identify.js'
import {fallback, MODELS, SLOTS} from './models.js'
import {signInOf} from './sign-in.js'
import type {Upstream} from './upstream.js'

/** OpenAI Codex on a ChatGPT plan. What asks the network is loaded when it is first asked: no start needs it. */
export default function provider({id, kit}: HookRequest): ProviderPlugin {
  const endpoint = endpointOf(kit.env)
  let loading: Promise<Upstream> | undefined
  /** Kept: every turn asks. */
  const upstream = () => {
    loading ??= import('./upstream.js').then(({upstreamOf}) => upstreamOf(endpoint, kit))
    return loading
  }
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
    refresh: async (tokens, signal) => (await import('./refresh.js')).refresh(tokens, endpoint, kit, signal),
    revoke: async (tokens, signal) => (await import('./refresh.js')).revoke(tokens, endpoint, kit, signal),
    open: async (turn, account, signal) => (await upstream()).open(turn, account, signal),
    relayProtocol: 'openai-responses',
    relay: async (request, account, signal) => (await upstream()).relay(request, account, signal),
    usage: async (account, signal) => (await import('./usage.js')).usage(account, endpoint, kit, signal),
    catalogue: async (account, signal) => (await import('./catalogue.js')).catalogue(account, endpoint, kit, signal),
  }
}
