import type {Clock, Limits, Log, ProviderPlugin, Window} from '../contract/index.js'
import {explainError} from '../errors/explain-error.js'
import type {Accounts} from './accounts.js'
import {loginMark} from './login-mark.js'
import {asArgument} from './nickname.js'

/** Milliseconds for which an answer of the usage endpoint serves. */
export const QUOTA_LIFE = 120_000
/** Milliseconds for the endpoint to answer. */
const PATIENCE = 15_000
const MINUTE = 60_000

/** What is known of one account's limits. `asOf`: milliseconds since the epoch. */
export interface KnownQuota {
  readonly limits?: Limits
  readonly asOf: number | null
  readonly source: 'live' | 'headers'
  /** Why the last question failed; what was known before stays beside it. */
  readonly error?: {readonly code: string; readonly message: string; readonly command?: string}
  /** Which sign-in that question failed with. */
  readonly login?: string
  /** When the endpoint was asked last, with whatever result. */
  readonly askedAt: number
}

/** Limits of a provider's accounts, in memory only. */
export interface Quota {
  read(id: string): KnownQuota | undefined
  /** Asks the endpoint unless it was asked within two minutes; one question at a time, however many want the answer. */
  fetch(id: string, wish?: {readonly refresh?: boolean}): Promise<KnownQuota>
  /** What the headers of an answer said, for free. */
  note(id: string, limits: Limits): void
}

export interface QuotaContext {
  readonly provider: Pick<ProviderPlugin, 'id' | 'usage'>
  readonly accounts: Accounts
  readonly clock: Clock
  readonly log: Log
}

export function openQuota(context: QuotaContext): Quota {
  const {clock} = context
  const known = new Map<string, KnownQuota>()
  const asking = new Map<string, Promise<KnownQuota>>()

  const ask = async (id: string): Promise<KnownQuota> => {
    const found = await askUpstream(id, context, known.get(id))
    known.set(id, found)
    if (found.error === undefined && found.limits !== undefined) await endCooldowns(id, found.limits, context)
    return found
  }
  return {
    read: (id) => known.get(id),
    async fetch(id, {refresh = false} = {}) {
      const last = known.get(id)
      const age = clock.now() - (last?.askedAt ?? 0)
      // One of the future was asked for before the clock was set back.
      const serves = last !== undefined && age >= 0 && age < QUOTA_LIFE
      if (serves && !refresh && !(await isOfLoginBefore(last, id, context))) return last
      const running = asking.get(id) ?? ask(id).finally(() => asking.delete(id))
      asking.set(id, running)
      return running
    },
    note(id, limits) {
      const before = known.get(id)
      known.set(id, {
        limits: merge(before?.limits, limits, clock.now()),
        asOf: clock.now(),
        source: 'headers',
        askedAt: before?.askedAt ?? 0,
      })
    },
  }
}

/** A failure of a sign-in that was replaced says nothing of the new one. */
async function isOfLoginBefore({login}: KnownQuota, id: string, {accounts}: QuotaContext): Promise<boolean> {
  return login !== undefined && login !== (await loginOf(id, accounts))
}

async function loginOf(id: string, accounts: Accounts): Promise<string | undefined> {
  return accounts.tokens(id).then(loginMark, () => undefined)
}

async function askUpstream(
  id: string,
  {provider, accounts, clock}: QuotaContext,
  before: KnownQuota | undefined,
): Promise<KnownQuota> {
  const askedAt = clock.now()
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const limits = await askTwice(id, {provider, accounts}, signal)
    return {limits, asOf: clock.now(), source: 'live', askedAt}
  } catch (error) {
    const {code, message, command} = explainError(error)
    const {nickname = id} = (await accounts.list()).find((one) => one.id === id) ?? {}
    const next = command ?? NEXT[code]?.(provider.id, asArgument(nickname))
    return {
      limits: before?.limits,
      asOf: before?.asOf ?? null,
      source: before?.source ?? 'live',
      error: {code, message, ...(next && {command: next})},
      login: await loginOf(id, accounts),
      askedAt,
    }
  }
}

/** What to do about a failure, by its code. */
const NEXT: Readonly<Record<string, (provider: string, nickname: string) => string>> = {
  needs_reauth: (provider, nickname) => `ccs ${provider} --auth --account ${nickname}`,
  token_expired: (provider, nickname) => `ccs ${provider} --auth --account ${nickname}`,
  revoked: (provider, nickname) => `ccs ${provider} --auth --account ${nickname}`,
  deactivated: (provider, nickname) => `ccs ${provider} --logout --account ${nickname}`,
  network_blocked: () => 'ccs doctor --online',
  network: () => 'ccs doctor --online',
}

/** A token that the endpoint refuses is renewed once: this account's own. */
async function askTwice(
  id: string,
  {provider, accounts}: Pick<QuotaContext, 'provider' | 'accounts'>,
  signal: AbortSignal,
): Promise<Limits> {
  if (provider.usage === undefined) throw new Error(`${provider.id} tells no quota.`)
  const account = await accounts.credentials(id, {signal})
  try {
    return await provider.usage(account, signal)
  } catch (error) {
    if ((error as {readonly kind?: unknown}).kind !== 'token-expired') throw error
    const renewed = await accounts.credentials(id, {rejected: account.accessToken, signal})
    return provider.usage(renewed, signal)
  }
}

/** The endpoint has the last word, whatever the percents are: a limit that it no longer sees cools nobody. */
async function endCooldowns(
  id: string,
  {limitReached, freeFeatures = []}: Limits,
  {accounts: {states}, log}: QuotaContext,
): Promise<void> {
  const known = (await states.read())[id]
  if (limitReached === false && known?.state.code === 'cooling') {
    log.info('The limit is gone: the account serves again.', {account: id})
    await states.lift(id)
  }
  const free = new Set(freeFeatures.map(plain))
  for (const model of Object.keys(known?.models ?? {}).filter((one) => free.has(plain(one)))) {
    log.info('The limit is gone: the account serves the model again.', {account: id, model})
    await states.lift(id, model)
  }
}

/** The newest wins, window by window where only some are told. */
function merge(before: Limits | undefined, now: Limits, at: number): Limits {
  const features = mergeFeatures(before?.features ?? [], now.features, at)
  if (before === undefined) return {...now, features}
  return {
    ...before,
    ...now,
    windows: now.windows.length > 0 ? now.windows : before.windows,
    // Said of the windows that it came with.
    limitReached: now.windows.length > 0 ? now.limitReached : (now.limitReached ?? before.limitReached),
    features,
  }
}

type Features = Limits['features']

/** One feature has one name, the one that it had first, however it is written elsewhere; one that nobody uses has no row. */
function mergeFeatures(before: Features, now: Features, at: number): Features {
  const names = new Map(before.map(({name}) => [plain(name), name]))
  const fresh = new Set(now.map(({name}) => plain(name)))
  const isTouched = ({usedPercent, resetAt, seconds}: Window) =>
    (usedPercent ?? 0) > 0 || resetAt === null || resetAt - at < seconds * 1000 - MINUTE
  return [
    ...now.map(({name, windows}) => ({name: names.get(plain(name)) ?? name, windows: windows.filter(isTouched)})),
    ...before.filter(({name}) => !fresh.has(plain(name))),
  ].filter(({windows}) => windows.length > 0)
}

/** `GPT-5.3-Codex-Spark` and `GPT-5.3 Codex Spark` are one. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
