import type {Effort} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {readVariants, type Variant, type VariantPaths} from './variants.js'

/** What follows `ccs`: a provider, or a variant of one. */
export interface Profile {
  readonly name: string
  readonly provider: string
  readonly settingsFile: string
  readonly model?: string
  readonly runtime?: string
  readonly account?: string
  readonly effort?: Effort
}

export interface ProfileContext {
  readonly paths: VariantPaths
  /** Ids of the providers that are installed. */
  readonly providers: readonly string[]
}

/** `undefined` for a word that is neither; a variant that cannot be used says why. */
export async function resolveProfile(name: string, {paths, providers}: ProfileContext): Promise<Profile | undefined> {
  if (providers.includes(name)) return {name, provider: name, settingsFile: paths.settings(name)}
  const {variants, faults} = await readVariants(paths)
  const found = variants.find((variant) => variant.name === name)
  if (found !== undefined) return profileOf(found, providers)
  const fault = faults.find((entry) => entry.name === name)
  if (fault !== undefined) throw unusable(name, fault.reason)
  return undefined
}

function profileOf({source: _, ...variant}: Variant, providers: readonly string[]): Profile {
  if (providers.includes(variant.provider)) return variant
  throw unusable(variant.name, `its provider "${variant.provider}" is not installed`)
}

function unusable(name: string, reason: string): CcsError {
  return new CcsError(`The variant "${name}" cannot be used: ${reason}.`, {
    code: 'unusable_variant',
    exit: EXIT.usage,
    hint: 'Edit the variant, or remove it.',
    command: `ccs cliproxy edit ${name}`,
  })
}
