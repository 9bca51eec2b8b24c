import type {Bootstrap, Effort, ProviderPlugin, RuntimePlugin} from '../contract/index.js'
import {locate} from '../launch/locate.js'
import {EFFORT_LEVELS} from '../models/effort.js'
import {providerIds, runtimeIds} from '../profiles/provider-choices.js'
import {slotsOf} from '../profiles/slots.js'
import {loadRuntime} from '../registry/contributions.js'
import {VERSION} from '../registry/version.js'
import type {DashboardParts} from './dashboard-parts.js'

/** What does not change while a page is open: who is installed, and what they offer. A plugin that fails is left out. */
export async function showBootstrap(parts: DashboardParts): Promise<Bootstrap> {
  const {host, open} = parts
  const [providers, runtimes] = await Promise.all([
    all(await providerIds(host), async (id) => {
      const {provider, catalogue} = await open(id)
      return providerOf(provider, catalogue.models())
    }),
    all(await runtimeIds(host), async (id) => runtimeOf(await loadRuntime(id, host), host.env)),
  ])
  const {timeZone} = Intl.DateTimeFormat().resolvedOptions()
  return {version: VERSION, providers, runtimes, efforts: effortsOf(providers), timeZone}
}

/** The highest level only where some model has it. */
function effortsOf(providers: Bootstrap['providers']): readonly Effort[] {
  const isOffered = providers.some(({models}) => models.some(({efforts}) => efforts.includes('max')))
  return isOffered ? [...EFFORT_LEVELS, 'max'] : EFFORT_LEVELS
}

function providerOf(provider: ProviderPlugin, models: ProviderPlugin['models']): Bootstrap['providers'][number] {
  const {id, title, signIn} = provider
  return {
    id,
    title,
    models: models.filter(({hidden}) => hidden !== true),
    slots: slotsOf({}, provider),
    signIn: signIn.type,
    device: signIn.type === 'oauth' && signIn.device !== undefined,
  }
}

function runtimeOf(runtime: RuntimePlugin, env: Parameters<typeof locate>[1]): Bootstrap['runtimes'][number] {
  const {id, title} = runtime
  return {id, title, binary: binaryOf(runtime, env), version: null}
}

function binaryOf(runtime: RuntimePlugin, env: Parameters<typeof locate>[1]): string | null {
  try {
    return locate({title: runtime.title, location: runtime.locate(env)}, env)
  } catch {
    return null
  }
}

async function all<T>(ids: readonly string[], make: (id: string) => Promise<T>): Promise<readonly T[]> {
  const made = await Promise.allSettled(ids.map(make))
  return made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}
