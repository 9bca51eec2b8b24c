import {targetWords} from '../launch/target.js'
import type {Host} from '../registry/contributions.js'
import {ALIASES} from '../session/aliases.js'

/** The settings say nothing about these. */
const OWN_NAMES: readonly string[] = ['ccs', ...Object.keys(ALIASES)]

/** Why a link of that name cannot start `value`, going on from its key; `undefined` when it can. */
export async function faultOfAlias(name: string, value: unknown, host: Host): Promise<string | undefined> {
  if (OWN_NAMES.includes(name)) return `has no effect: ${OWN_NAMES.join(', ')} are names of ccs itself`
  const words = await targetWords(host)
  return words.some((word) => word === value) ? undefined : `must be one of ${words.join(', ')}, not "${value}"`
}
