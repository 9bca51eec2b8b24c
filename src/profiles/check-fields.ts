import type {Effort, Model, Slot} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {EFFORT_LEVELS, readEffort} from '../models/effort.js'
import {readModelId} from '../models/model-id.js'
import {suggest} from '../models/suggest.js'
import {explainUnknownModel} from '../models/unknown-model.js'

/** The slots that a variant chooses models for. */
export const MODEL_SLOTS = ['default', 'opus', 'sonnet', 'haiku'] as const satisfies readonly Slot[]

export type ModelSlot = (typeof MODEL_SLOTS)[number]

/** Throws for an id that the provider cannot mean; gives it back as it should be written. */
export function checkModel(written: string, models: readonly Model[]): string {
  const id = written.trim()
  if (models.length === 0 || readModelId(id, models) !== undefined) return id
  throw new CcsError(explainUnknownModel(id, models), {code: 'unknown_model', exit: EXIT.usage})
}

export function checkEffort(written: string): Effort {
  const effort = readEffort(written)
  if (effort !== undefined) return effort
  throw new CcsError(`"${written}" is no level of effort. Levels: ${EFFORT_LEVELS.join(', ')}.`, {
    code: 'unknown_effort',
    exit: EXIT.usage,
  })
}

/** Throws for a word that is none of `words`; `what` names the kind: "provider", "account". */
export function checkWord(written: string, words: readonly string[], what: string): string {
  const found = words.find((word) => word === written)
  if (found !== undefined) return found
  const near = suggest(written, words)
  const help = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  const all = words.length > 0 ? `Known: ${words.join(', ')}.` : `There is none yet.`
  throw new CcsError(`There is no ${what} "${written}".${help}`, {
    code: `unknown_${what}`,
    exit: EXIT.usage,
    hint: all,
  })
}
