import type {ProviderPlugin, RuntimePlugin} from '../contract/index.js'

type Check = readonly [name: string, expected: string, is: (value: unknown) => boolean]

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isFunction = (value: unknown): boolean => typeof value === 'function'
const isMaybeFunction = orAbsent(isFunction)
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const isProtocol = (value: unknown): boolean =>
  value === 'anthropic-messages' || value === 'openai-responses' || value === 'openai-chat'

const SHARED: readonly Check[] = [['title', 'a text', isText]]

const PROVIDER: readonly Check[] = [
  ...SHARED,
  ['origins', 'a list of origins such as https://api.example.com', isTextList],
  ['models', 'a list of models, each with id, name, efforts and tiers', isModelList],
  ['slots', 'an object with a model for "default"', (value) => isText(record(value).default)],
  ['defaultRuntime', "a runtime's id", isText],
  ['signIn', 'an object of type "oauth" or "api-key"', isSignIn],
  ['identify', 'a function', isFunction],
  ['open', 'a function', isFunction],
  ...(['originsOf', 'fallback', 'refresh', 'revoke', 'relay', 'usage', 'catalogue'] as const).map(
    (name): Check => [name, 'a function or absent', isMaybeFunction],
  ),
]

const LOCATION: readonly Check[] = [
  ['variable', "a variable's name", isText],
  ['names', 'a list of names', isTextList],
  ['alsoAt', 'a list of paths', isTextList],
  ['install', 'a command', isText],
]

const isWords = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string')

const PLAN: readonly Check[] = [
  ['command', 'a program', isText],
  ['args', 'a list of words', isWords],
  ['env', 'an object of texts', isEnvironment],
  ['files', 'a list of files or absent', orAbsent((value) => isListOfAll(value, ['file', 'text']))],
  ['edits', 'a list of edits', (value) => isListOfAll(value, ['file', 'format'])],
  ['notes', 'a list of lines', isWords],
]

const RUNTIME: readonly Check[] = [
  ...SHARED,
  ['speaks', 'one of anthropic-messages, openai-responses, openai-chat', isProtocol],
  ['aliases', 'a list of words', isTextList],
  ['locate', 'a function', isFunction],
  ['plan', 'a function', isFunction],
  ['choosesEffort', 'a function or absent', isMaybeFunction],
  ['tested', 'an object with oldest and newest version or absent', orAbsent(isVersionRange)],
  ['needs', 'a version such as 1.2.3 or absent', orAbsent(isVersion)],
  ['probe', 'an object with a list of args or absent', orAbsent((value) => isWords(record(value).args))],
]

/** Returns what is wrong with a provider, in words; `undefined` for a good one. */
export function faultOfProvider(value: unknown, id: string): string | undefined {
  return faultOf(value, id, PROVIDER)
}

export function faultOfRuntime(value: unknown, id: string): string | undefined {
  return faultOf(value, id, RUNTIME)
}

/** The same for what a runtime's `locate` returned. */
export function faultOfLocation(value: unknown): string | undefined {
  return faultOfAnswer('locate', value, LOCATION)
}

/** And for what its `plan` came to. */
export function faultOfPlan(value: unknown): string | undefined {
  return faultOfAnswer('plan', value, PLAN)
}

export function asProvider(value: unknown): ProviderPlugin {
  return value as ProviderPlugin
}

export function asRuntime(value: unknown): RuntimePlugin {
  return value as RuntimePlugin
}

function faultOf(value: unknown, id: string, checks: readonly Check[]): string | undefined {
  if (typeof value !== 'object' || value === null) return `its hook returned ${kindOf(value)} instead of a plugin`
  const plugin = record(value)
  if (plugin.contract !== 1) return `it wants contract ${String(plugin.contract)}; this ccs has contract 1`
  if (plugin.id !== id) return `it calls itself ${JSON.stringify(plugin.id)}, its hook is registered for "${id}"`
  const broken = checks.find(([name, , is]) => !is(plugin[name]))
  return broken && `its ${broken[0]} must be ${broken[1]}`
}

function faultOfAnswer(member: string, value: unknown, checks: readonly Check[]): string | undefined {
  const broken = checks.find(([name, , is]) => !is(record(value)[name]))
  return broken && `what its ${member} returns must have ${broken[0]}: ${broken[1]}`
}

function isEnvironment(value: unknown): boolean {
  const values = Object.values(record(value))
  return record(value) === value && values.every((each) => each === undefined || typeof each === 'string')
}

function isListOfAll(value: unknown, names: readonly string[]): boolean {
  return Array.isArray(value) && value.every((each) => names.every((name) => typeof record(each)[name] === 'string'))
}

function isModelList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((each) => {
      const {id, name, efforts, tiers} = record(each)
      return isText(id) && isText(name) && Array.isArray(efforts) && Array.isArray(tiers)
    })
  )
}

function isSignIn(value: unknown): boolean {
  const {type, authorizationEndpoint, tokenEndpoint, clientId, question} = record(value)
  if (type === 'api-key') return isText(question)
  return type === 'oauth' && [authorizationEndpoint, tokenEndpoint, clientId].every(isText)
}

function isVersionRange(value: unknown): boolean {
  return isVersion(record(value).oldest) && isVersion(record(value).newest)
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^\d+\.\d+\.\d+/.test(value)
}

function orAbsent(is: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || is(value)
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : `a ${typeof value}`
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
