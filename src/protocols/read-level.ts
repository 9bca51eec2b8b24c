import type {Effort} from '../contract/index.js'
import type {Note} from './dropped.js'
import {text} from './json.js'

/** `ultra` exists in clients only; upstreams take their highest level for it. */
const LEVELS: Readonly<Record<string, Effort>> = {
  none: 'none',
  minimal: 'minimal',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'max',
  ultra: 'max',
}

/** Said by these words: the client leaves the choice to us. */
const NO_WISH = new Set(['auto', 'default', 'unset'])

/** The level that a word names. */
export function readLevel(asked: unknown, note: Note): Effort | undefined {
  if (asked === undefined || asked === null) return undefined
  const word = (text(asked) ?? '').toLowerCase()
  if (Object.hasOwn(LEVELS, word)) return LEVELS[word]
  if (!NO_WISH.has(word)) note(`effort ${word}`)
  return undefined
}
