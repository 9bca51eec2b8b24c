import {readdirSync} from 'node:fs'
import {readSteadyConfig} from '../config/proxy-config.js'
import type {HostContext} from '../host/host-context.js'
import {readHookIndex} from '../registry/hook-index.js'
import type {Desks, ProviderDesk} from './provider-desk.js'
import {refreshCatalogue} from './refresh-catalogue.js'

/** Milliseconds between two rounds. */
const ROUND = 30_000
/** Milliseconds between two questions whether a spent account is back. */
const PROBE = 5 * 60_000
/** States in which a token is of no use, renewed or not. */
const OUT: ReadonlySet<string> = new Set(['needs_reauth', 'revoked', 'deactivated'])

/** What is done while nobody asks: tokens are renewed before they end, spent accounts looked after, the catalogue kept. */
export function startUpkeep(desks: Desks, host: HostContext): {stop(): void} {
  const probes = new Map<string, number>()
  const stopped = new AbortController()
  const round = async (): Promise<void> => {
    for (const desk of await openKnown(desks, host)) {
      await renewTokens(desk, host)
      await probeSpent(desk, probes, host)
      await refreshCatalogue(desk, host)
    }
  }
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await round().catch((error: Error) => host.log.warn('Upkeep failed.', {error: error.message}))
      await host.clock.wait(ROUND, stopped.signal).catch(() => undefined)
    }
  }
  void loop()
  return {stop: () => stopped.abort()}
}

/** Providers that somebody is signed in to. */
async function openKnown(desks: Desks, {paths, env}: HostContext): Promise<readonly ProviderDesk[]> {
  const {authDir} = await readSteadyConfig(paths)
  const names = filesIn(authDir)
  const ids = new Set(
    readHookIndex(env, paths)
      .contributions.filter(({kind, id}) => kind === 'provider' && names.some((name) => name.startsWith(`${id}-`)))
      .map(({id}) => id),
  )
  const opened = await Promise.allSettled([...ids].map((id) => desks.open(id)))
  return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** One after the other; an account that is spent or paused is renewed like any other, so that it is good when it is back. */
async function renewTokens({accounts}: ProviderDesk, {log}: HostContext): Promise<void> {
  for (const {id, nickname, state} of await accounts.list()) {
    if (OUT.has(state.code)) continue
    await accounts
      .credentials(id)
      .catch((error: Error) => log.warn('A token could not be renewed.', {account: nickname, why: error.message}))
  }
}

/** A reset may come early, of a limit for one model too: the usage endpoint knows. */
async function probeSpent(
  {accounts, provider, quota}: ProviderDesk,
  probes: Map<string, number>,
  {clock}: HostContext,
): Promise<void> {
  const known = await accounts.states.read()
  for (const {id, state} of await accounts.list()) {
    const isSpent = state.code === 'cooling' || Object.keys(known[id]?.models ?? {}).length > 0
    if (!isSpent || provider.usage === undefined) {
      probes.delete(id)
      continue
    }
    const last = probes.get(id)
    // One of the future was made before the clock was set back.
    if (last === undefined || last > clock.now()) probes.set(id, clock.now())
    else if (clock.now() - last >= PROBE) {
      probes.set(id, clock.now())
      await quota.fetch(id, {refresh: true})
    }
  }
}
