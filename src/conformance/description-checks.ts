import {isDeepStrictEqual} from 'node:util'
import type {ProviderHook, ProviderPlugin, SignIn, Slot} from '../contract/index.js'
import {EFFORT_ORDER} from '../models/effort.js'
import {resolveModel} from '../models/resolve.js'
import {faultOfProvider} from '../registry/check-plugin.js'
import {type Check, hold} from './check.js'
import {readingKit} from './reading-kit.js'

/** The plans that are asked after; `undefined`: an account whose plan is not known. */
const PLANS = [undefined, 'free', 'plus', 'pro', 'team', 'business', 'enterprise', 'something-new']

/** What a provider says of itself: none of it needs the network. */
export function descriptionChecks(hook: ProviderHook, id: string): readonly Check[] {
  const described = (look: (plugin: ProviderPlugin) => void) => async () => look(await openQuietly(hook, id))
  return [
    {
      name: 'answers its hook with a provider of contract 1, without the network',
      run: async () => void (await openQuietly(hook, id)),
    },
    {name: 'declares origins that are origins', run: described(checkOrigins)},
    {name: 'lists each model once, with efforts from low to high', run: described(checkModels)},
    {name: 'has models for its slots', run: described(checkSlots)},
    {name: 'replaces a model by one that the plan may use', run: described(checkFallback)},
    {name: 'describes its sign-in completely', run: described(checkSignIn)},
    {name: 'throws when asked whose nonsense is', run: described(checkNonsense)},
  ]
}

async function openQuietly(hook: ProviderHook, id: string): Promise<ProviderPlugin> {
  const plugin = await hook({contract: 1, id, kit: readingKit({HOME: '/nowhere', PATH: '/usr/bin'})})
  const fault = faultOfProvider(plugin, id)
  hold(fault === undefined, `The plugin cannot be used: ${fault}.`)
  return plugin
}

function checkOrigins({origins, originsOf}: ProviderPlugin): void {
  hold(origins.length > 0 || originsOf !== undefined, 'origins: none is declared, so that no token goes anywhere.')
  for (const origin of origins) checkOrigin(origin)
}

function checkOrigin(origin: string): void {
  const isWhole = URL.canParse(origin) && new URL(origin).origin === origin
  hold(isWhole, `origins: "${origin}" is no origin; write https://host or https://host:port, without a path.`)
  hold(isSafe(origin), `origins: "${origin}" is neither https nor on this machine.`)
}

function isSafe(url: string): boolean {
  const {protocol, hostname} = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}

function checkModels({models}: ProviderPlugin): void {
  const ids = models.map(({id}) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  hold(twice === undefined, `models: "${twice}" is listed twice.`)
  for (const {id, efforts} of models)
    hold(
      isDeepStrictEqual(
        efforts,
        EFFORT_ORDER.filter((effort) => efforts.includes(effort)),
      ),
      `models: the efforts of "${id}" must be some of ${EFFORT_ORDER.join(', ')}, in this order.`,
    )
}

function checkSlots({models, slots}: ProviderPlugin): void {
  const {default: fallback} = slots
  const all: Readonly<Record<Slot, string>> = {
    opus: fallback,
    sonnet: fallback,
    haiku: fallback,
    subagent: fallback,
    ...slots,
  }
  for (const [slot, written] of Object.entries(all)) {
    try {
      resolveModel(written, {models, slots: all, wish: {}})
    } catch {
      hold(false, `slots: "${written}" for ${slot} is no model of this provider.`)
    }
  }
}

function checkFallback({models, fallback}: ProviderPlugin): void {
  for (const {id} of models)
    for (const plan of PLANS) {
      const found = fallback?.(id, plan)
      const on = `fallback: for "${id}" on the plan ${plan ?? '(unknown)'}`
      hold(isDeepStrictEqual(found, fallback?.(id, plan)), `${on}, two calls differ.`)
      if (found === undefined) continue
      hold(
        models.some((model) => model.id === found.model),
        `${on}, "${found.model}" is no model of this provider.`,
      )
      hold(fallback?.(found.model, plan) === undefined, `${on}, "${found.model}" is itself replaced.`)
      hold(found.reason !== '', `${on}, no reason is given.`)
    }
}

function checkSignIn({signIn, origins}: ProviderPlugin): void {
  if (signIn.type === 'api-key') checkFields(signIn.fields)
  else checkOAuth(signIn, origins)
}

function checkFields(fields: Extract<SignIn, {type: 'api-key'}>['fields'] = []): void {
  const names = fields.map(({name}) => name)
  hold(new Set(names).size === names.length, 'signIn: two fields have one name.')
  for (const {name, question, choices, default: standard} of fields) {
    hold(/^[a-z][A-Za-z0-9]*$/.test(name), `signIn: "${name}" is no name for a field; write it like baseUrl.`)
    hold(question.trim() !== '', `signIn: nothing is asked for the field "${name}".`)
    hold(
      choices === undefined || standard === undefined || choices.includes(standard),
      `signIn: the default of "${name}" is none of its choices.`,
    )
  }
}

function checkOAuth(signIn: Extract<SignIn, {type: 'oauth'}>, origins: readonly string[]): void {
  for (const name of ['issuer', 'authorizationEndpoint', 'tokenEndpoint'] as const)
    hold(URL.canParse(signIn[name]) && isSafe(signIn[name]), `signIn: ${name} is no https address.`)
  const {origin} = new URL(signIn.tokenEndpoint)
  hold(origins.includes(origin), `signIn: tokens come from ${origin}, which is none of the origins.`)
  hold(signIn.scopes.length > 0, 'signIn: asks for no scope.')
  const {host, ports, path} = signIn.redirect
  hold(host !== '' && path.startsWith('/'), 'signIn: redirect needs a host, and a path that begins with "/".')
  hold(ports.length > 0, 'signIn: redirect has no port; 0 stands for any.')
  hold(
    signIn.device === undefined || URL.canParse(signIn.device.verificationPage),
    'signIn: the page of the device sign-in is no address.',
  )
}

function checkNonsense({identify}: ProviderPlugin): void {
  hold(
    throws(() => identify({accessToken: ''})),
    'identify: an empty token was somebody.',
  )
}

function throws(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch {
    return true
  }
}
