import type {Tier} from '../contract/index.js'
import {isTurnError} from '../errors/turn-error.js'
import {lookOnce} from '../files/stamp.js'
import type {LaunchOptions} from '../launch/launch-path.js'
import {type Resolution, resolveModel} from '../models/resolve.js'
import type {EffortWish} from '../protocols/client-protocol.js'
import type {ProviderDesk} from './provider-desk.js'
import type {ProxyContext} from './proxy-context.js'
import {refreshCatalogue} from './refresh-catalogue.js'

export interface RouteWish {
  /** The model as the client wrote it. */
  readonly model: string
  readonly effort: EffortWish
  readonly tier?: Tier
  /** The client may know newer models than we do. */
  readonly takesNew?: boolean
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
  lookOnce()
  const profile = await profiles.read(launch.profile, async (id) => (await desks.open(id)).provider)
  const desk = await desks.open(profile.provider)
  const resolve = (): Resolution =>
    resolveModel(wish.model, {
      models: desk.catalogue.models(),
      slots: profile.slots,
      wish: wish.effort,
      flag: launch.effort ?? profile.effort,
      assumed: launch.assumedEffort,
      tier: wish.tier,
      takesNew: wish.takesNew,
    })
  const resolution = await resolveLatest(resolve, desk, context)
  return {desk, resolution, pin: await pinOf(launch.account ?? profile.account, desk)}
}

/** Models come out while a proxy runs: a list of this age may not have them, and a client waits so long for a new one. */
const LATEST = {age: 60_000, patience: 5000}

/** Nobody is told that there is no such model before the upstream was asked. */
async function resolveLatest(resolve: () => Resolution, desk: ProviderDesk, {host}: ProxyContext): Promise<Resolution> {
  try {
    return resolve()
  } catch (error) {
    if (!isTurnError(error) || !(await refreshCatalogue(desk, host, LATEST))) throw error
    return resolve()
  }
}

/** A pin may be a name that a person wrote into a variant. */
async function pinOf(name: string | undefined, {accounts}: ProviderDesk): Promise<string | undefined> {
  if (name === undefined) return undefined
  return (await accounts.resolve(name).catch(() => undefined))?.id ?? name
}
