import type {Model, TurnError} from '../contract/index.js'
import {turnError} from '../errors/turn-error.js'
import {highestEffort} from './effort.js'
import {modelAtStart, writtenIds} from './model-id.js'
import {suggest} from './suggest.js'

/** Says what is wrong with an id, and which are near it. */
export function unknownModel(asked: string, models: readonly Model[]): TurnError {
  return turnError({blame: 'request', kind: 'unknown-model', message: explainUnknownModel(asked, models)})
}

export function explainUnknownModel(asked: string, models: readonly Model[]): string {
  const model = modelAtStart(asked, models)
  const near = suggest(
    asked,
    writtenIds(models).filter((id) => model === undefined || id.startsWith(model.id)),
  )
  const fault =
    model === undefined
      ? `There is no model "${asked}".`
      : `"${asked}" ends in something that is no suffix of ${model.id}: ${suffixes(model)}.`
  const help =
    near.length > 0
      ? ` Did you mean ${or(near)}?`
      : ` Models: ${models
          .filter((row) => row.hidden !== true)
          .map((row) => row.id)
          .join(', ')}.`
  return `${fault}${help}`
}

function suffixes(model: Model): string {
  const efforts = model.efforts.filter((effort) => effort !== 'none').map((effort) => `-${effort}`)
  const highest = highestEffort(model.efforts)
  const tiers = model.tiers.map((tier) => `-${tier}`)
  const both = highest !== undefined && tiers.length > 0 ? [`both as -${highest}${tiers[0]}`] : []
  return [...efforts, ...tiers, ...both].join(', ') || 'it takes none'
}

function or(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
