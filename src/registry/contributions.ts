import type {Paths} from '../config/paths.js'
import type {Account, Environment, Kit, ProviderPlugin, RuntimePlugin} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {admitted} from './admitted.js'
import {brokenPlugin, faultSentence} from './broken-plugin.js'
import {callHook} from './call-hook.js'
import {asProvider, asRuntime, faultOfLocation, faultOfProvider, faultOfRuntime} from './check-plugin.js'
import {guardedRuntime} from './guarded-runtime.js'
import {type Contribution, readHookIndex} from './hook-index.js'
import {keepStdout} from './keep-stdout.js'
import {reasonOf} from './reason-of.js'

export type {Contribution} from './hook-index.js'

/** What loading a plugin needs of the process it runs in. */
export interface Host {
  readonly paths: Pick<Paths, 'cache'>
  readonly env: Environment
  /** The hand-out; a provider's sends its tokens to that provider's origins only. */
  readonly kit: (providerId?: string) => Kit | Promise<Kit>
  /** Told what a user should know and nothing fails for: a plugin that was passed over. */
  readonly note?: (message: string) => void
  /** Told where secrets may be sent: a provider's, once it was loaded, or an account's, before each use of it. */
  readonly admit?: (
    providerId: string,
    origins: readonly string[],
    account?: Pick<Account, 'id' | 'accessToken'>,
  ) => void
  /** Milliseconds for a plugin to answer. */
  readonly limit?: number
  /** What a contribution was found to have wrong without loading it here; it is passed over then. */
  readonly faultOf?: (contribution: Contribution) => Promise<string | undefined>
}

/** The strongest of each kind and id; nobody's code runs. */
export async function listContributions(host: Pick<Host, 'paths' | 'env'>): Promise<readonly Contribution[]> {
  const {contributions} = readHookIndex(host.env, host.paths)
  return contributions.filter((each, index) => contributions.findIndex((other) => isSame(each, other)) === index)
}

export async function loadProvider(id: string, host: Host): Promise<ProviderPlugin> {
  return asProvider(await load('provider', id, host))
}

export async function loadRuntime(id: string, host: Host): Promise<RuntimePlugin> {
  return asRuntime(await load('runtime', id, host))
}

/** What is wrong with one contribution; `undefined` when it does what it says. Runs its code. */
export async function faultOfContribution(contribution: Contribution, host: Host): Promise<string | undefined> {
  return tryOne(contribution, host)
    .then((plugin) =>
      contribution.kind === 'runtime' ? faultOfLocation(asRuntime(plugin).locate(host.env)) : undefined,
    )
    .catch(reasonOf)
}

/** The strongest that works. One that is passed over is named. */
async function load(kind: Contribution['kind'], id: string, host: Host): Promise<unknown> {
  const candidates = readHookIndex(host.env, host.paths).contributions.filter((each) => isSame(each, {kind, id}))
  const faults: string[] = []
  for (const candidate of candidates) {
    try {
      const plugin = await tryOne(candidate, host)
      for (const fault of faults) host.note?.(`${fault} ${candidate.plugin} is used in its place.`)
      if (candidate !== candidates.at(-1) && faults.length === 0) host.note?.(shadowNote(candidate, candidates))
      return kind === 'runtime' ? guardedRuntime(asRuntime(plugin), candidate.plugin, host.limit) : plugin
    } catch (error) {
      if (isMisconfigured(error)) throw misconfigured(error)
      faults.push(faultSentence(candidate.plugin, error))
    }
  }
  throw faults.length === 0 ? unknown(kind, id, host) : brokenPlugin(faults[0] ?? '')
}

async function tryOne(contribution: Contribution, host: Host): Promise<unknown> {
  const {kind, id, file, source} = contribution
  const known = await host.faultOf?.(contribution)
  if (known !== undefined) throw new Error(known)
  const kit = await host.kit(kind === 'provider' ? id : undefined)
  const ask = () => callHook(file, {contract: 1, id, kit}, host.limit)
  const answer = await (source === 'bundled' ? ask() : keepStdout(ask))
  const fault = kind === 'provider' ? faultOfProvider(answer, id) : faultOfRuntime(answer, id)
  if (fault !== undefined) throw new Error(fault)
  return kind === 'provider' ? admitted(asProvider(answer), host) : answer
}

function isSame(a: Pick<Contribution, 'kind' | 'id'>, b: Pick<Contribution, 'kind' | 'id'>): boolean {
  return a.kind === b.kind && a.id === b.id
}

function shadowNote(used: Contribution, candidates: readonly Contribution[]): string {
  const others = candidates.filter((each) => each !== used).map((each) => `${each.plugin} (${each.source})`)
  return `The ${used.kind} "${used.id}" comes from ${used.plugin} (${used.source}), over ${others.join(', ')}.`
}

/** What a plugin throws when the environment is wrong and not itself; nothing takes its place. */
interface Misconfigured extends Error {
  readonly exit: typeof EXIT.usage
  readonly hint?: string
}

function isMisconfigured(error: unknown): error is Misconfigured {
  return error instanceof Error && (error as Partial<Misconfigured>).exit === EXIT.usage
}

function misconfigured({message, exit, hint}: Misconfigured): CcsError {
  return new CcsError(`${message}.`, {code: 'invalid_config', exit, ...(hint !== undefined && {hint})})
}

function unknown(kind: string, id: string, host: Host): CcsError {
  const known = new Set(
    readHookIndex(host.env, host.paths)
      .contributions.filter((each) => each.kind === kind)
      .map((each) => each.id),
  )
  return new CcsError(`There is no ${kind} "${id}".`, {
    code: `unknown_${kind}`,
    exit: EXIT.usage,
    hint: `Installed: ${[...known].join(', ') || 'none'}.`,
  })
}
