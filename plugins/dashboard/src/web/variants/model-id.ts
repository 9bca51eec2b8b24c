import type {Effort, Model} from 'ccs/plugin'

/** The three controls of a slot, and the id they spell. */
export interface Choice {
  readonly model: string
  /** Undefined: left to the slot. */
  readonly effort: Effort | undefined
  readonly fast: boolean
}

export function spell({model, effort, fast}: Choice): string {
  return [model, effort, fast ? 'fast' : undefined].filter((part) => part !== undefined).join('-')
}

/** Reads an id back into the controls; the longest known model wins. `undefined` when it is none of this list. */
export function parse(id: string, models: readonly Model[]): Choice | undefined {
  const model = [...models]
    .sort((a, b) => b.id.length - a.id.length)
    .find((one) => id === one.id || id.startsWith(`${one.id}-`))
  if (model === undefined) return undefined
  const rest = id.slice(model.id.length + 1)
  const fast = rest === 'fast' || rest.endsWith('-fast')
  const effort = fast ? rest.slice(0, -'-fast'.length) : rest
  const known = effort === '' || rest === 'fast' ? undefined : model.efforts.find((one) => one === effort)
  if (effort !== '' && rest !== 'fast' && known === undefined) return undefined
  return {model: model.id, effort: known, fast}
}
