import type {DashboardEvent, DashboardHost, ModelAnswer, VariantView} from 'ccs/plugin'
import {found, HostError} from './host-error.js'
import {MODELS} from './sample-views.js'

type Variants = Pick<DashboardHost, 'resolveModel' | 'variants' | 'saveVariant' | 'renameVariant' | 'removeVariant'>

/** Variants that live in memory, over the sample models. */
export function memoryVariants(emit: (event: DashboardEvent) => void): Variants {
  const variants = new Map<string, VariantView>()
  return {
    resolveModel: async (_, {id, slot, effort: fixed}): Promise<ModelAnswer> => {
      const fast = id.endsWith('-fast')
      const model = MODELS.map((one) => one.id as string)
        .sort((a, b) => b.length - a.length)
        .find((one) => id === one || id.startsWith(`${one}-`))
      if (model === undefined) throw new HostError('unknown_model', `${id} is not a model.`)
      const effort = id.slice(model.length + 1).replace(/-?fast$/, '')
      return {
        id,
        model,
        effort: fixed ?? (effort || (slot === 'haiku' ? 'medium' : 'xhigh')),
        effortSource: fixed ? 'flag' : effort ? 'suffix' : 'slot',
        tier: fast ? 'priority' : null,
        notes: [],
        fallback: null,
      }
    },
    variants: async () => [...variants.values()],
    saveVariant: async (name, input, mode) => {
      if (mode === 'create' && variants.has(name)) throw new HostError('variant_exists', `${name} is there already.`)
      const {slots, ...fields} = input
      const before = mode === 'update' ? found(variants.get(name), 'unknown_variant') : undefined
      const view: VariantView = {
        provider: 'codex',
        ...before,
        ...said(fields),
        slots: {...before?.slots, ...said(slots)},
        name,
        command: `ccs ${name}`,
        lastUsedAt: null,
        problem: null,
      }
      variants.set(name, view)
      emit({type: 'variant', data: {}})
      return view
    },
    renameVariant: async (name, to) => {
      const view = {...found(variants.get(name), 'unknown_variant'), name: to, command: `ccs ${to}`}
      variants.delete(name)
      variants.set(to, view)
      emit({type: 'variant', data: {}})
      return view
    },
    removeVariant: async (name) => {
      variants.delete(name)
      emit({type: 'variant', data: {}})
    },
  }
}

/** What is absent says nothing; `null` takes a field out. */
function said(
  fields: Readonly<Record<string, string | null | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value ?? undefined]])),
  )
}
