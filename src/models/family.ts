import type {Slot} from '../contract/index.js'
import {bare} from './model-id.js'

/** Claude's own names for a role; `best` and `fable` are its largest. */
const ALIASES: Readonly<Record<string, Slot>> = {
  default: 'default',
  best: 'opus',
  fable: 'opus',
  opus: 'opus',
  opusplan: 'opus',
  sonnet: 'sonnet',
  haiku: 'haiku',
}

/** The slot that a Claude model name stands for: by family, an unknown `claude-*` is the default. `undefined` for other names. */
export function slotOfName(written: string): Slot | undefined {
  const name = bare(written)
  if (Object.hasOwn(ALIASES, name)) return ALIASES[name]
  if (!name.startsWith('claude-')) return undefined
  const family = name.split(/[-.@]/).find((part) => part !== 'default' && Object.hasOwn(ALIASES, part))
  return family === undefined ? 'default' : ALIASES[family]
}
