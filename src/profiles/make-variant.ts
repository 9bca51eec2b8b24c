import type {HostContext} from '../host/host-context.js'
import {type Examined, examineVariant} from './examine-variant.js'
import {findVariant, listVariants} from './find-variant.js'
import {openChoices} from './provider-choices.js'
import {reservedWords} from './reserved-words.js'
import {checkVariantName} from './variant-name.js'
import {checkWish, type VariantWish} from './variant-wish.js'
import {createVariant} from './write-variants.js'

export interface CompleteWish extends VariantWish {
  readonly name: string
  readonly provider: string
  readonly model: string
}

/** Rejects with the reason for a name, a model, an account or a runtime that cannot be; nothing is written then. */
export async function makeVariant({name, ...wish}: CompleteWish, host: HostContext): Promise<Examined> {
  await checkNewName(name, host)
  const choices = await openChoices(wish.provider, host)
  const {models, entry} = await checkWish(wish, choices, host)
  await createVariant(host.paths, {name, models: given(models), entry: given(entry)}, choices.provider)
  return examineVariant(await findVariant(name, host.paths), host)
}

export async function checkNewName(name: string, {env, paths}: Pick<HostContext, 'env' | 'paths'>): Promise<void> {
  const taken = (await listVariants(paths)).map(({variant}) => variant.name)
  checkVariantName(name, reservedWords(env, paths), taken)
}

/** There is nothing to take out of a variant that is new. */
function given<T extends object>(fields: T): {readonly [K in keyof T]: Exclude<T[K], null>} {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    readonly [K in keyof T]: Exclude<T[K], null>
  }
}
