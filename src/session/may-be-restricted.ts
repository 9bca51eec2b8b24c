import type {Model, ProviderPlugin} from '../contract/index.js'
import {readModelId} from '../models/model-id.js'

/** Whether some plan could refuse one of these: only then anybody needs to know the plan. */
export function mayBeRestricted(
  written: readonly string[],
  provider: Pick<ProviderPlugin, 'fallback'>,
  models: readonly Model[],
): boolean {
  return written.some((id) => {
    const model = readModelId(id, models)?.model.id
    return model !== undefined && provider.fallback?.(model, undefined) !== undefined
  })
}
