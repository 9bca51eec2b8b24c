import {CcsError, EXIT} from '../errors/ccs-error.js'
import {suggest} from '../models/suggest.js'
import {readVariants, type Variant, type VariantPaths} from './variants.js'

export interface FoundVariant {
  readonly variant: Variant
  /** Why it cannot be used as it is. */
  readonly fault?: string
}

/** All of them, those that cannot be used included, in the order of their files. */
export async function listVariants(paths: VariantPaths): Promise<readonly FoundVariant[]> {
  const {variants, faults} = await readVariants(paths)
  return [
    ...variants.map((variant) => ({variant})),
    ...faults.map(({entry, reason}) => ({variant: entry, fault: reason})),
  ]
}

/** By its name; rejects with the near ones. */
export async function findVariant(name: string, paths: VariantPaths): Promise<FoundVariant> {
  const all = await listVariants(paths)
  const found = all.find(({variant}) => variant.name === name)
  if (found !== undefined) return found
  const near = suggest(
    name,
    all.map(({variant}) => variant.name),
  )
  throw new CcsError(`There is no variant "${name}".`, {
    code: 'unknown_variant',
    exit: EXIT.usage,
    ...(near.length > 0 && {hint: `Did you mean ${near.join(' or ')}?`}),
    command: all.length > 0 ? 'ccs cliproxy list' : 'ccs cliproxy create',
  })
}
