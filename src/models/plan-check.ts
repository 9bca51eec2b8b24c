import type {Model, ProviderPlugin} from '../contract/index.js'
import {readModelId} from './model-id.js'

/**
 * What a start says about models that the account's plan may not use: the model sent instead, or, when nobody could say
 * the plan, one warning with the safe one. Each restricted model is named once, whichever slots hold it.
 */
export function planNotes(
  written: readonly string[],
  context: {
    readonly provider: Pick<ProviderPlugin, 'fallback'>
    readonly models: readonly Model[]
    readonly plan: string | undefined
  },
): readonly string[] {
  const {provider, models, plan} = context
  const ids = new Set(written.map((id) => readModelId(id, models)?.model.id))
  return [...ids].flatMap((id) => {
    const instead = id === undefined ? undefined : provider.fallback?.(id, plan)
    if (instead === undefined) return []
    return plan === undefined
      ? [
          `${id} may not be in this account's plan, which could not be verified. It is kept; if it is refused, ` +
            `${instead.model} is safe.`,
        ]
      : [`${id} is not in the ${plan} plan: requests go to ${instead.model}. Your settings stay as they are.`]
  })
}
