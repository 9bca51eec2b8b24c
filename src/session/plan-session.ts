import type {Paths} from '../config/paths.js'
import type {Effort, Launch, Model, Plan, ProviderPlugin, RuntimePlugin, Slot} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {checkVersion} from '../launch/check-version.js'
import {writeLaunchPath} from '../launch/launch-path.js'
import {locate} from '../launch/locate.js'
import {probeOf} from '../launch/probe.js'
import {resolveTarget} from '../launch/target.js'
import {openCatalogue} from '../models/catalogue.js'
import {contextWindowOf} from '../models/overlay.js'
import {resolveModel} from '../models/resolve.js'
import {markSlots} from '../models/slot-mark.js'
import {openProfile} from '../profiles/open-profile.js'
import type {Profile} from '../profiles/profile.js'
import type {Host} from '../registry/contributions.js'
import type {OwnFlags} from './own-flags.js'

export interface SessionRequest {
  readonly profile: Profile
  readonly provider: ProviderPlugin
  readonly flags: OwnFlags
  readonly args: readonly string[]
  readonly calledAs: string
  readonly cwd: string
  readonly interactive: boolean
}

/** Everything about a start that does not need the proxy. */
export interface Session {
  readonly runtime: RuntimePlugin
  readonly binary: string
  readonly slots: Readonly<Record<Slot, string>>
  readonly models: readonly Model[]
  readonly effort?: Effort
  /** The account that serves every turn, by name or id as it was written. */
  readonly account?: string
  readonly notes: readonly string[]
  plan(proxy: ProxyAddress): Promise<Plan>
}

export interface ProxyAddress {
  readonly origin: string
  readonly key: string
  /** Names this start. */
  readonly launchId: string
  /** The pinned account's id. */
  readonly account?: string
}

/** What a start will be. The only thing written is a settings file with defaults where there is none. */
export async function planSession(request: SessionRequest, host: Host & {readonly paths: Paths}): Promise<Session> {
  const {profile, provider, flags} = request
  const runtime = await resolveTarget([flags.target, profile.runtime, provider.defaultRuntime], host)
  const binary = await findRuntime(runtime, host)
  const {slots, settingsEnv} = await openProfile(profile, provider)
  const models = openCatalogue({paths: host.paths, provider, clock: Date}).models()
  const effort = flags.effort ?? profile.effort
  const notes = checkSlots(profile, slots, models)
  const known = {...request, slots, settingsEnv, models, effort}
  return {
    runtime,
    binary,
    slots,
    models,
    effort,
    account: flags.account ?? profile.account,
    notes,
    plan: async (proxy) => runtime.plan(await launchOf(known, {runtime, binary, proxy, host})),
  }
}

async function findRuntime(runtime: RuntimePlugin, {env, paths}: Host & {readonly paths: Paths}): Promise<string> {
  const {title, needs} = runtime
  const location = runtime.locate(env)
  const binary = locate({title, location}, env)
  await checkVersion({title, needs, install: location.install}, binary, {env, folder: paths.runtime(runtime.id)})
  return binary
}

type Known = SessionRequest & Pick<Session, 'slots' | 'models' | 'effort'> & Pick<Launch, 'settingsEnv'>

async function launchOf(
  known: Known,
  {
    runtime,
    binary,
    proxy,
    host,
  }: {runtime: RuntimePlugin; binary: string; proxy: ProxyAddress; host: Host & {readonly paths: Paths}},
): Promise<Launch> {
  const {profile, provider, flags, args, cwd, slots, settingsEnv, models, effort} = known
  const {env} = host
  const {home} = host.paths
  const isChosen = (await runtime.choosesEffort?.({args, cwd, env, home, settingsEnv})) ?? false
  const options = {
    profile: profile.name,
    id: proxy.launchId,
    effort,
    assumedEffort: isChosen ? undefined : runtime.assumedEffort,
    account: proxy.account,
  }
  const folder = host.paths.runtime(runtime.id)
  return {
    binary,
    ...(runtime.probe && {probe: probeOf(binary, runtime.probe, {env, folder})}),
    args,
    cwd,
    env,
    home,
    folder,
    interactive: known.interactive,
    profile: profile.name,
    provider: {id: provider.id, title: provider.title},
    baseUrl: `${proxy.origin}${writeLaunchPath(options)}`,
    key: proxy.key,
    slots,
    markedSlots: markSlots(slots),
    models,
    contextWindow: contextWindowOf(slots.default, models),
    ...(effort && {effort}),
    ...(flags.verbose && {verbose: true}),
    calledAs: known.calledAs,
    settingsEnv,
  }
}

/** A model that means nothing is told before the start, not by a 400 in the middle of it. */
function checkSlots(
  profile: Profile,
  slots: Readonly<Record<Slot, string>>,
  models: readonly Model[],
): readonly string[] {
  const notes = Object.values(slots).flatMap((written) => {
    try {
      return resolveModel(written, {models, slots, wish: {}}).notes
    } catch (error) {
      throw new CcsError((error as Error).message, {
        code: 'unknown_model',
        exit: EXIT.usage,
        hint: `It stands in ${profile.settingsFile}.`,
        command: `ccs ${profile.name} --config`,
      })
    }
  })
  return [...new Set(notes)]
}
