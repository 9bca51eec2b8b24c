import type {Tier} from '../contract/index.js'
import type {LaunchOptions} from '../launch/launch-path.js'
import {type Resolution, resolveModel} from '../models/resolve.js'
import type {EffortWish} from '../protocols/client-protocol.js'
import type {ProviderDesk} from './provider-desk.js'
import type {ProxyContext} from './proxy-context.js'

export interface RouteWish {
  /** The model as the client wrote it. */
  readonly model: string
  readonly effort: EffortWish
  readonly tier?: Tier
}

/** Where a request goes, before any account is chosen. */
export interface Route {
  readonly desk: ProviderDesk
  readonly resolution: Resolution
  /** The account that serves, or nobody does. */
  readonly pin?: string
}

/** Profile, provider, model. Rejects with a `TurnError` for a profile or a model that nobody knows. */
export async function route(launch: LaunchOptions, wish: RouteWish, context: ProxyContext): Promise<Route> {
  const {desks, profiles} = context
  const profile = await profiles.read(launch.profile, async (id) => (await desks.open(id)).provider)
  const desk = await desks.open(profile.provider)
  const resolution = resolveModel(wish.model, {
    models: desk.catalogue.models(),
    slots: profile.slots,
    wish: wish.effort,
    flag: launch.effort ?? profile.effort,
    assumed: launch.assumedEffort,
    tier: wish.tier,
  })
  return {desk, resolution, pin: await pinOf(launch.account ?? profile.account, desk)}
}

/** A pin may be a name that a person wrote into a variant. */
async function pinOf(name: string | undefined, {accounts}: ProviderDesk): Promise<string | undefined> {
  if (name === undefined) return undefined
  return (await accounts.resolve(name).catch(() => undefined))?.id ?? name
}
