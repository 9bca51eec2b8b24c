import {CcsError, EXIT} from '../errors/ccs-error.js'
import type {HostContext} from '../host/host-context.js'
import {type Examined, examineVariant} from './examine-variant.js'
import {type FoundVariant, findVariant} from './find-variant.js'
import {checkNewName} from './make-variant.js'
import {openChoices, type ProviderChoices} from './provider-choices.js'
import {ensureSettings} from './settings.js'
import {SLOT_VARIABLES} from './slots.js'
import {type CheckedWish, checkWish, type VariantWish} from './variant-wish.js'
import type {Variant} from './variants.js'
import {editVariant, renameVariant} from './write-variants.js'

/**
 * Another provider has other models and accounts: what belonged to the old one goes, unless it is said anew. `others`:
 * slots of which nothing is said, when the default one changes and they hold the same id.
 */
export async function changeVariant(
  {variant}: FoundVariant,
  wish: VariantWish,
  host: HostContext,
  others: 'follow' | 'stay' = 'follow',
): Promise<Examined> {
  const choices = await openChoices(wish.provider ?? needProvider(variant), host)
  const moves = choices.provider.id !== variant.provider
  const whole = moves ? withoutOld(wish, variant) : wish
  const {models, entry} = await checkWish(whole, choices, host)
  const all = Object.keys(models).length > 0 ? await withFollowers(models, variant, choices, others) : models
  await editVariant(host.paths, variant, {models: all, entry, ...(moves && {provider: choices.provider.id})})
  return examineVariant(await findVariant(variant.name, host.paths), host)
}

export async function nameAnew({variant}: FoundVariant, to: string, host: HostContext): Promise<Examined> {
  await checkNewName(to, host)
  await renameVariant(host.paths, variant, to)
  return examineVariant(await findVariant(to, host.paths), host)
}

/**
 * A slot that holds the same id as the default one goes with it. The settings are written first where they are missing:
 * before the first start, an entry that names its model itself has none.
 */
async function withFollowers(
  models: CheckedWish['models'],
  {settingsFile, model}: Variant,
  {provider}: ProviderChoices,
  others: 'follow' | 'stay',
): Promise<CheckedWish['models']> {
  const {env} = await ensureSettings(settingsFile, provider, model === undefined ? {} : {default: model})
  const main = models.default
  if (typeof main !== 'string' || others === 'stay') return models
  const before = env[SLOT_VARIABLES.default]
  const followers = (['opus', 'sonnet', 'haiku'] as const).filter(
    (slot) => models[slot] === undefined && before !== undefined && env[SLOT_VARIABLES[slot]] === before,
  )
  return {...models, ...Object.fromEntries(followers.map((slot) => [slot, main]))}
}

function withoutOld(wish: VariantWish, variant: Variant): VariantWish {
  if (variant.provider !== '' && wish.model === undefined) throw needsModel(variant.name, wish.provider)
  return {opus: '', sonnet: '', haiku: '', account: '', ...wish}
}

function needProvider({name, provider}: Variant): string {
  if (provider !== '') return provider
  throw new CcsError(`The variant "${name}" names no provider.`, {
    code: 'missing_flags',
    exit: EXIT.usage,
    hint: 'Say which one.',
    command: `ccs cliproxy edit ${name} --provider codex`,
  })
}

function needsModel(name: string, provider: ProviderChoices['provider']['id'] | undefined): CcsError {
  return new CcsError(`Another provider has other models: --provider needs --model.`, {
    code: 'missing_flags',
    exit: EXIT.usage,
    command: `ccs cliproxy edit ${name} --provider ${provider} --model <id>`,
  })
}
