import type {Ask, Choice} from '../command/ask.js'
import type {Slot} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {askForModelId} from './ask-model.js'
import {listVariants} from './find-variant.js'
import {type CompleteWish, checkNewName} from './make-variant.js'
import {openChoices, type ProviderChoices, providerIds, runtimeIds} from './provider-choices.js'
import {reservedWords} from './reserved-words.js'
import {readSettings} from './settings.js'
import {slotsOf, writeSlots} from './slots.js'
import {checkVariantName} from './variant-name.js'
import type {VariantWish} from './variant-wish.js'
import type {Variant} from './variants.js'

type Given = VariantWish & {readonly name?: string}

/** What is said, with what is missing asked for; without anybody to ask, an error that names it. */
export async function completeWish(given: Given, ask: Ask | undefined, host: HostContext): Promise<CompleteWish> {
  const {name, provider, model} = given
  if (name !== undefined && provider !== undefined && model !== undefined) return {...given, name, provider, model}
  if (ask === undefined) throw missing(given)
  if (name !== undefined) await checkNewName(name, host)
  const chosenName = name ?? (await askForName(ask, host))
  const choices = await openChoices(provider ?? (await askForProvider(ask, host)), host)
  const wish = await askForFields(ask, given, {choices, host, slots: choices.provider.slots})
  return {...wish, name: chosenName, provider: choices.provider.id}
}

/** The changes that are said, or those that are asked for when nothing is said. */
export async function completeChanges(
  variant: Variant,
  said: VariantWish,
  ask: Ask | undefined,
  host: HostContext,
): Promise<VariantWish> {
  if (Object.values(said).some((value) => value !== undefined)) return said
  if (ask === undefined) throw noChanges(variant)
  const provider = variant.provider || (await askForProvider(ask, host))
  const choices = await openChoices(provider, host)
  const settings = await readSettings(variant.settingsFile)
  const slots = slotsOf(settings?.env ?? writeSlots({default: variant.model}), choices.provider)
  const wish = await askForFields(ask, {}, {choices, host, slots, variant})
  return variant.provider === '' ? {...wish, provider} : wish
}

interface Current {
  readonly choices: ProviderChoices
  readonly host: HostContext
  readonly slots: Readonly<Partial<Record<Slot, string>>>
  readonly variant?: Variant
}

/** What is given already is not asked. */
async function askForFields(
  ask: Ask,
  given: VariantWish,
  current: Current,
): Promise<VariantWish & {readonly model: string}> {
  const {choices, host, slots, variant} = current
  const {models} = choices
  const model = given.model ?? (await askForModelId(ask, 'Model', {models, current: slots.default}))
  const others = await askForOthers(ask, given, current)
  const target = given.target ?? (await askForTarget(ask, choices, host, variant?.runtime))
  const account = given.account ?? (await askForAccount(ask, choices, variant?.account))
  return {...given, model, ...others, target, ...(account !== undefined && {account})}
}

const OTHERS = ['opus', 'sonnet', 'haiku'] as const

async function askForOthers(
  ask: Ask,
  given: VariantWish,
  {choices, slots, variant}: Pick<Current, 'choices' | 'slots' | 'variant'>,
): Promise<VariantWish> {
  const open = OTHERS.filter((slot) => given[slot] === undefined)
  if (open.length === 0) return {}
  const left = variant === undefined ? `opus and sonnet as above, haiku ${slots.haiku ?? 'too'}` : 'as they are'
  const each = await ask.choose(`Models for ${open.join(', ')}`, [
    {value: false, name: left},
    {value: true, name: 'choose each'},
  ])
  if (!each) return {}
  const chosen: Partial<Record<(typeof OTHERS)[number], string>> = {}
  for (const slot of open) {
    chosen[slot] = await askForModelId(ask, `Model for ${slot}`, {models: choices.models, current: slots[slot]})
  }
  return chosen
}

async function askForName(ask: Ask, {env, paths}: HostContext): Promise<string> {
  const [reserved, all] = [reservedWords(env, paths), await listVariants(paths)]
  const taken = all.map(({variant}) => variant.name)
  return ask.text('Name of the variant (what follows ccs)', {
    check: (answer) => checkVariantName(answer, reserved, taken),
  })
}

async function askForProvider(ask: Ask, host: HostContext): Promise<string> {
  const ids = await providerIds(host)
  const [only] = ids
  if (ids.length === 1 && only !== undefined) return only
  return ask.choose(
    'Provider',
    ids.map((value) => ({value, name: value})),
  )
}

async function askForTarget(
  ask: Ask,
  {provider}: ProviderChoices,
  host: HostContext,
  current: string | undefined,
): Promise<string | undefined> {
  const choices: readonly Choice<string>[] = [
    {value: '', name: `the provider's own (${provider.defaultRuntime})`},
    ...(await runtimeIds(host)).map((value) => ({value, name: value})),
  ]
  return ask.choose('Runtime to start', choices, current ?? '')
}

async function askForAccount(
  ask: Ask,
  {accounts}: ProviderChoices,
  current: string | undefined,
): Promise<string | undefined> {
  if (accounts.length === 0) return undefined
  const choices: readonly Choice<string>[] = [
    {value: '', name: 'any: routing decides'},
    ...accounts.map(({nickname, email}) => ({value: nickname, name: `${nickname} (${email})`, short: nickname})),
  ]
  return ask.choose('Account', choices, current ?? '')
}

function missing({name, provider, model}: Given): CcsError {
  const fields = {'a name': name, '--provider': provider, '--model': model}
  const absent = Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [field] : []))
  return new CcsError(`ccs cliproxy create needs ${absent.join(' and ')}: there is no terminal to ask at.`, {
    code: 'missing_flags',
    exit: EXIT.usage,
    command: `ccs cliproxy create ${name ?? 'codex-fast'} --provider ${provider ?? 'codex'} --model ${model ?? 'gpt-5.4-high-fast'}`,
  })
}

function noChanges({name}: Variant): CcsError {
  return new CcsError('ccs cliproxy edit needs a change: there is no terminal to ask at.', {
    code: 'missing_flags',
    exit: EXIT.usage,
    hint: 'Flags: --provider, --model, --opus, --sonnet, --haiku, --target, --account, --effort.',
    command: `ccs cliproxy edit ${name} --model gpt-5.4-high-fast`,
  })
}
