import type {Tier} from '../contract/index.js'
import {text} from './json.js'

const TIERS: Readonly<Record<string, Tier>> = {fast: 'fast', priority: 'fast'}
/** Words for the usual speed. */
const USUAL = new Set(['auto', 'standard', 'standard_only', 'default'])

/** The tier that a word names; `strange` hears of a word that is none. */
export function readTierWord(asked: unknown, strange: (word: string) => void): Tier | undefined {
  const word = text(asked)
  if (word === undefined) return undefined
  if (Object.hasOwn(TIERS, word)) return TIERS[word]
  if (!USUAL.has(word)) strange(word)
  return undefined
}
