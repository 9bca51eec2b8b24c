import {isDeepStrictEqual} from 'node:util'
import type {Environment, ProviderHook, ProviderPlugin, Tokens} from '../contract/index.js'
import {isTurnError} from '../errors/turn-error.js'
import {type Check, hold} from './check.js'
import {type CannedReply, cannedKit} from './provider-kit.js'
import {faultOf, inScene, openWith, type Scene, secretsOf, within} from './provider-scene.js'
import type {Upstream} from './upstream.js'

const PAGE = '<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>'

/** Replies that are no answer. `permanent`: a refresh must blame the account, and only then. */
const USELESS: readonly {readonly what: string; readonly reply?: CannedReply; readonly permanent?: true}[] = [
  {what: 'a refusal', reply: json(400, {error: 'invalid_grant', error_description: 'Revoked.'}), permanent: true},
  {what: 'status 500', reply: json(500, {error: 'server_error'})},
  {what: 'a web page of status 502', reply: {status: 502, contentType: 'text/html', body: PAGE}},
  {what: 'a web page of status 200', reply: {status: 200, contentType: 'text/html', body: PAGE}},
  {what: 'a dead network'},
]

/** Where secrets go, and what is made of an upstream's other replies. */
export function fetchChecks(hook: ProviderHook, id: string, start: () => Promise<Upstream>): readonly Check[] {
  const scene = (look: (scene: Scene) => Promise<void>) => () => inScene(hook, id, start, look)
  return [
    {name: 'knows whose tokens they are, twice alike', run: scene(checkIdentity)},
    {name: 'sends secrets to its origins only', run: scene(checkSecrets)},
    {name: "tells in ccs's words why tokens could not be renewed", run: scene((one) => checkRefresh(hook, id, one))},
    {name: "tells in ccs's words why quota and models are not known", run: scene((one) => checkAsides(hook, id, one))},
  ]
}

async function checkIdentity({plugin, upstream}: Scene): Promise<void> {
  const identity = plugin.identify(upstream.tokens)
  hold(identity.accountId !== '', 'identify: the account has no id.')
  hold(isDeepStrictEqual(identity, plugin.identify(upstream.tokens)), 'identify: two calls differ.')
  const shown = secretsOf(upstream.tokens).find((secret) => Object.values(identity).includes(secret))
  hold(shown === undefined, 'identify: a secret is no id; derive one from it that cannot be turned back.')
}

async function checkSecrets({plugin, account, upstream, open, sightings}: Scene): Promise<void> {
  const {signal} = new AbortController()
  upstream.answer({type: 'whole'})
  const {events} = await open()
  for await (const _ of events);
  const asides = [
    plugin.usage?.(account, signal),
    plugin.catalogue?.(account, signal),
    plugin.refresh?.(upstream.tokens, signal),
    plugin.revoke?.(upstream.tokens, signal),
  ]
  await within(Promise.allSettled(asides), 'usage, catalogue, refresh or revoke does not settle.')
  const secrets = secretsOf(upstream.tokens)
  const origins = plugin.originsOf?.(account) ?? plugin.origins
  for (const {url, text} of sightings) {
    if (!secrets.some((secret) => text.includes(secret))) continue
    const {origin} = new URL(url)
    hold(origins.includes(origin), `A secret went to ${origin}, which is none of the origins.`)
    hold(!secrets.some((secret) => url.includes(secret)), `A secret stands in the address ${origin}…, which logs keep.`)
  }
  hold(
    sightings.some(({text}) => text.includes(account.accessToken)),
    "open: the account's token is not used.",
  )
}

async function checkRefresh(hook: ProviderHook, id: string, {plugin, upstream}: Scene): Promise<void> {
  if (plugin.refresh === undefined) return
  for (const {what, reply, permanent = false} of USELESS) {
    const refused = await cannedPlugin(hook, id, upstream, reply)
    const work = Promise.resolve(refused.refresh?.(upstream.tokens, new AbortController().signal))
    const {blame} = await faultOf(work, `refresh: ${what}`, upstream.tokens)
    hold(
      (blame === 'account') === permanent,
      permanent
        ? `refresh: ${what} is for good, so it is to be blamed on the account.`
        : `refresh: ${what} passes, so it is not to be blamed on the account.`,
    )
  }
}

/** A reply without a word on it may be read as an empty list or unknown quota; one that is refused may not. */
async function checkAsides(hook: ProviderHook, id: string, {account, upstream}: Scene): Promise<void> {
  for (const {what, reply} of USELESS) {
    const plugin = await cannedPlugin(hook, id, upstream, reply)
    const {signal} = new AbortController()
    for (const name of ['usage', 'catalogue'] as const) {
      const error = await errorOf(plugin[name]?.(account, signal))
      const isTaken = error === undefined && (plugin[name] === undefined || reply?.status === 200)
      hold(isTaken || isTurnError(error), `${name}: ${what} ${error === undefined ? 'is taken' : `gives ${error}`}.`)
    }
  }
}

async function cannedPlugin(
  hook: ProviderHook,
  id: string,
  {env}: {readonly env?: Environment; readonly tokens: Tokens},
  reply: CannedReply | undefined,
): Promise<ProviderPlugin> {
  return openWith(hook, id, cannedKit({HOME: '/nowhere', ...env}, reply))
}

async function errorOf(work: Promise<unknown> | undefined): Promise<unknown> {
  return within(Promise.resolve(work), 'usage or catalogue does not settle.').then(
    () => undefined,
    (error: unknown) => error,
  )
}

function json(status: number, body: unknown): CannedReply {
  return {status, contentType: 'application/json', body: JSON.stringify(body)}
}
