import type {HostContext} from '../host/host-context.js'
import {resolveTarget} from '../launch/target.js'
import type {FoundVariant} from './find-variant.js'
import {openChoices, type ProviderChoices} from './provider-choices.js'
import {reservedWords} from './reserved-words.js'
import {type SentSlot, sentSlots} from './sent.js'
import {readSettings} from './settings.js'
import {slotsOf, writeSlots} from './slots.js'
import type {Variant} from './variants.js'

/** A variant, what its slots are sent as, and why it does not work where it does not. */
export interface Examined {
  readonly variant: Variant
  readonly sent: readonly SentSlot[]
  readonly problem?: string
}

/** Nothing is written for it, not even settings that are missing. */
export async function examineVariant({variant, fault}: FoundVariant, host: HostContext): Promise<Examined> {
  if (fault !== undefined) return {variant, sent: [], problem: fault}
  try {
    const choices = await openChoices(variant.provider, host)
    const sent = await sentOf(variant, choices)
    const problem = hiddenBy(variant.name, host) ?? sent.find(({error}) => error !== undefined)?.error
    if (problem !== undefined) return {variant, sent, problem}
    return {variant, sent, ...(await missingOf(variant, choices, host))}
  } catch (error) {
    return {variant, sent: [], problem: messageOf(error)}
  }
}

async function sentOf(variant: Variant, {provider, models, accounts}: ProviderChoices): Promise<readonly SentSlot[]> {
  const settings = await readSettings(variant.settingsFile)
  const slots = slotsOf(settings?.env ?? writeSlots({default: variant.model}), provider)
  const serving = accounts.find(({nickname, id}) => variant.account === nickname || variant.account === id)
  const {plan} = serving ?? accounts.find(({isDefault}) => isDefault) ?? {}
  return sentSlots(slots, {provider, models, plan, effort: variant.effort})
}

function hiddenBy(name: string, {env, paths}: HostContext): string | undefined {
  const meaning = reservedWords(env, paths).get(name.toLowerCase())
  return meaning && `its name is ${meaning}; rename it`
}

async function missingOf(
  {account, runtime}: Variant,
  {resolveAccount}: ProviderChoices,
  host: HostContext,
): Promise<{readonly problem?: string}> {
  try {
    if (account !== undefined) await resolveAccount(account)
    if (runtime !== undefined) await resolveTarget([runtime], host)
    return {}
  } catch (error) {
    return {problem: messageOf(error)}
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
