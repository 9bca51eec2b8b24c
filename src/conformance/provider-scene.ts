import {identityKey} from '../accounts/account-record.js'
import type {Account, Kit, ModelChoice, OpenTurn, ProviderHook, ProviderPlugin, Tokens} from '../contract/index.js'
import {isTurnError} from '../errors/turn-error.js'
import {resolveModel} from '../models/resolve.js'
import {hold} from './check.js'
import {type Sighting, watchingKit} from './provider-kit.js'
import {sampleTurn} from './sample-turn.js'
import type {Upstream} from './upstream.js'

/** Milliseconds for anything that a provider has to settle. */
const PATIENCE = 3000

/** One provider, one account of its, and the stand-in that both of them believe in. */
export interface Scene {
  readonly plugin: ProviderPlugin
  readonly account: Account
  readonly upstream: Upstream
  readonly sightings: readonly Sighting[]
  /** Resolves with the first request that leaves. */
  readonly asked: Promise<void>
  open(signal?: AbortSignal): Promise<OpenTurn>
}

export async function inScene<T>(
  hook: ProviderHook,
  id: string,
  start: () => Promise<Upstream>,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const upstream = await start()
  try {
    const {sightings, asked, note} = makeNotes()
    const env = {HOME: '/nowhere', ...upstream.env}
    const plugin = await hook({contract: 1, id, kit: watchingKit(env, note)})
    const account = accountOf(plugin, upstream.tokens)
    const open = (signal: AbortSignal = new AbortController().signal) =>
      plugin.open(sampleTurn(sampleModel(plugin)), account, signal)
    return await work({plugin, account, upstream, sightings, asked, open})
  } finally {
    await upstream.close()
  }
}

function makeNotes() {
  const sightings: Sighting[] = []
  let report: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    report = resolve
  })
  const note = (one: Sighting): void => {
    sightings.push(one)
    report()
  }
  return {sightings, asked, note}
}

/** The same provider with another hand-out. */
export async function openWith(hook: ProviderHook, id: string, kit: Kit): Promise<ProviderPlugin> {
  return hook({contract: 1, id, kit})
}

/** As the host makes it of a token file. */
export function accountOf(plugin: ProviderPlugin, tokens: Tokens): Account {
  const identity = plugin.identify(tokens)
  const key = identityKey(identity)
  return {
    id: key,
    nickname: 'sample',
    identity,
    accessToken: tokens.accessToken,
    fingerprint: key.slice(0, 12),
    ...(tokens.fields && {fields: tokens.fields}),
  }
}

/** Rejects with `message` when the work takes too long. */
export async function within<T>(work: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), PATIENCE)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** What the work was rejected with, held to be a `TurnError` that shows nobody's secret. */
export async function faultOf(work: Promise<unknown>, what: string, tokens: Tokens) {
  const outcome = await within(
    work.then(
      () => undefined,
      (error: unknown) => error ?? new Error('nothing'),
    ),
    `${what} does not settle.`,
  )
  hold(outcome !== undefined, `${what} is taken for a success.`)
  hold(isTurnError(outcome), `${what} rejects with ${String(outcome)}; make it one of kit.turnError.`)
  for (const secret of secretsOf(tokens))
    hold(!outcome.message.includes(secret), `${what} rejects with a message that shows a token.`)
  hold(!/<\/?[a-z][^>]*>/i.test(outcome.message), `${what} rejects with a message that is a web page.`)
  return outcome
}

export function secretsOf({accessToken, refreshToken, idToken}: Tokens): readonly string[] {
  return [accessToken, refreshToken, idToken].filter((secret): secret is string => Boolean(secret))
}

function sampleModel({models, slots}: ProviderPlugin): ModelChoice {
  const {default: standard} = slots
  const all = {opus: standard, sonnet: standard, haiku: standard, subagent: standard, ...slots}
  return resolveModel(standard, {models, slots: all, wish: {}}).model
}
