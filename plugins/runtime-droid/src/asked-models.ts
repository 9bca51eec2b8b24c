import type {Model} from 'ccs/plugin'
import {entryId} from './custom-models.js'

/** Options that name a model (`droid exec --help`, 0.225). */
const NAMES_MODEL = /^(-m|--model|--spec-model|--worker-model|--validator-model)(=|$)/
/** What may follow a model's id. */
const SUFFIX = /^(-(none|minimal|low|medium|high|xhigh|max))?(-fast)?$/

export interface AskedModels {
  /** Ids that need an entry of their own. */
  readonly ids: readonly string[]
  /** The words, with each of these ids as the name of its entry. */
  readonly words: readonly string[]
}

/** Droid knows a model by its entry alone: an id with a suffix that nobody listed gets one. */
export function askedModels(
  words: readonly string[],
  listed: ReadonlySet<string>,
  models: readonly Model[],
): AskedModels {
  const end = words.includes('--') ? words.indexOf('--') : words.length
  const ids = new Set<string>()
  const named = words.map((word, index) => {
    const [value = '', option = ''] = index < end ? valueIn(word, words[index - 1] ?? '') : []
    const id = value.startsWith(entryId('')) ? value.slice(entryId('').length) : value
    if (listed.has(id) || !isOurs(id, models)) return word
    ids.add(id)
    return `${option}${entryId(id)}`
  })
  return {ids: [...ids], words: named}
}

/** The model in `--model=x`, or in the word behind `--model`; with what stands before it. */
function valueIn(word: string, previous: string): readonly [value: string, option: string] | [] {
  const [option = '', , sign] = NAMES_MODEL.exec(word) ?? []
  if (sign === '=') return [word.slice(option.length), option]
  return NAMES_MODEL.exec(previous)?.[2] === '' ? [word, ''] : []
}

function isOurs(id: string, models: readonly Model[]): boolean {
  return models.some((model) => id.startsWith(model.id) && SUFFIX.test(id.slice(model.id.length)))
}
