import type {Launch, Model} from 'ccs/plugin'

/** One of Droid's `customModels`, in the shape of 0.225. */
export interface CustomModel {
  readonly id: string
  readonly index: number
  readonly model: string
  readonly displayName: string
  readonly provider: 'openai' | 'anthropic' | 'generic-chat-completion-api'
  readonly baseUrl: string
  readonly apiKey: string
  readonly maxContextLimit: number
}

/**
 * Droid puts a warning into the prompt when an id looks like one maker's and the provider is another's; what looks like
 * nobody's may take any.
 */
const DIALECTS: readonly {
  readonly of: RegExp
  readonly provider: CustomModel['provider']
  readonly path: string
}[] = [
  {of: /gpt|codex|^o\d/i, provider: 'openai', path: '/v1'},
  {of: /claude/i, provider: 'anthropic', path: ''},
  {of: /^/, provider: 'generic-chat-completion-api', path: '/v1'},
]

/** The models, and each alias of one that a slot names; `first` before all others. */
export function listedIds(launch: Launch, first: string): ReadonlySet<string> {
  const listed = launch.models.filter(({hidden}) => !hidden).map(({id}) => id)
  return new Set([first, ...Object.values(launch.slots), ...listed])
}

/** One entry for each id; always the same name for the same alias. */
export function customModels(launch: Launch, ids: Iterable<string>, keyVariable: string): readonly CustomModel[] {
  return [...ids].map((model, index) => {
    const dialect = DIALECTS.find(({of}) => of.test(model)) ?? DIALECTS[0]
    return {
      id: entryId(model),
      index,
      model,
      displayName: `${nameOf(model, launch.models)} (ccs)`,
      provider: dialect?.provider ?? 'openai',
      baseUrl: `${launch.baseUrl}${dialect?.path ?? ''}`,
      apiKey: `\${${keyVariable}}`,
      maxContextLimit: baseOf(model, launch.models)?.contextWindow ?? launch.contextWindow,
    }
  })
}

/** Droid knows a model of the user's own by this beginning. */
export function entryId(model: string): string {
  return `custom:ccs-${model}`
}

function nameOf(id: string, models: readonly Model[]): string {
  const base = baseOf(id, models)
  if (base === undefined) return id
  const suffix = id.slice(base.id.length + 1).replaceAll('-', ' ')
  return [base.name, suffix].filter(Boolean).join(' ')
}

function baseOf(id: string, models: readonly Model[]): Model | undefined {
  const fitting = models.filter((model) => id === model.id || id.startsWith(`${model.id}-`))
  return fitting.sort((a, b) => b.id.length - a.id.length)[0]
}
