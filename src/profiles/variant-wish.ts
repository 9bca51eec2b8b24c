import type {HostContext} from '../host/host-context.js'
import {resolveTarget} from '../launch/target.js'
import {checkEffort, checkModel, type ModelSlot} from './check-fields.js'
import type {ProviderChoices} from './provider-choices.js'
import type {VariantEntry} from './variant-entry.js'

/** What a person says about a variant, as it is written; an empty text takes a field out. */
export interface VariantWish {
  readonly provider?: string
  readonly model?: string
  readonly opus?: string
  readonly sonnet?: string
  readonly haiku?: string
  readonly target?: string
  readonly account?: string
  readonly effort?: string
}

export interface CheckedWish {
  readonly models: Readonly<Partial<Record<ModelSlot, string | null>>>
  readonly entry: {readonly [K in keyof VariantEntry]: VariantEntry[K] | null}
}

export const WISH_OF_SLOT = {
  default: 'model',
  opus: 'opus',
  sonnet: 'sonnet',
  haiku: 'haiku',
} as const satisfies Readonly<Record<ModelSlot, keyof VariantWish>>

/** Every word checked against what the provider has. Accounts are kept by nickname, runtimes by id. */
export async function checkWish(wish: VariantWish, choices: ProviderChoices, host: HostContext): Promise<CheckedWish> {
  const models = Object.entries(WISH_OF_SLOT).flatMap(([slot, name]) => {
    const written = wish[name]
    return written === undefined ? [] : [[slot, written === '' ? null : checkModel(written, choices.models)]]
  })
  const {target, account, effort} = wish
  return {
    models: Object.fromEntries(models),
    entry: {
      ...(target !== undefined && {runtime: target === '' ? null : (await resolveTarget([target], host)).id}),
      ...(account !== undefined && {account: account === '' ? null : (await choices.resolveAccount(account)).nickname}),
      ...(effort !== undefined && {effort: effort === '' ? null : checkEffort(effort)}),
    },
  }
}
