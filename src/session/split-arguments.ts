import {CcsError, EXIT} from '../errors/ccs-error.js'
import {OWN_FLAGS, type OwnFlag, type OwnFlags} from './own-flags.js'

export interface Split {
  readonly flags: OwnFlags
  /** Everything else, untouched and in order. */
  readonly args: readonly string[]
}

/**
 * Takes ccs's own flags out of what follows the profile. Whole words before `--` only: a prompt that speaks of a flag,
 * and everything from `--` on, belong to the runtime.
 */
export function splitArguments(words: readonly string[]): Split {
  const {mine, present} = lookThrough(words)
  const flags: Record<string, string | boolean> = {}
  const args: string[] = []
  for (let index = 0; index < mine.length; index += 1) {
    const word = mine[index] ?? ''
    const flag = flagOf(word, mine[index + 1])
    if (flag === undefined || flag.onlyWith?.every((other) => !present.has(other))) {
      args.push(word)
      continue
    }
    const inline = inlineOf(word)
    const next = inline === undefined ? valueIn(mine[index + 1], flag) : undefined
    flags[flag.sets] = readValue(flag, inline ?? next)
    if (next !== undefined) index += 1
  }
  return {flags, args: [...args, ...words.slice(mine.length)]}
}

/** The words before `--`, and which of ccs's flags are among them. */
export function lookThrough(words: readonly string[]): {
  readonly mine: readonly string[]
  readonly present: ReadonlySet<string | undefined>
} {
  const end = words.indexOf('--')
  const mine = end === -1 ? words : words.slice(0, end)
  return {mine, present: new Set(mine.map((word, index) => flagOf(word, mine[index + 1])?.sets))}
}

/** A word with white space in front of any `=` is a prompt that happens to begin like a flag. */
function flagOf(word: string, next = ''): OwnFlag | undefined {
  const name = /^--([a-z]+)(?:=|$)/.exec(word)?.[1]
  const flag = name === undefined ? undefined : OWN_FLAGS.find((one) => one.name === name)
  return flag?.notWith?.test(inlineOf(word) ?? next) ? undefined : flag
}

/** What follows the first `=` of a word that has one. */
function inlineOf(word: string): string | undefined {
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : undefined
}

/** The word after a flag, when it may be its value. */
function valueIn(word: string | undefined, flag: OwnFlag): string | undefined {
  return flag.value === 'none' || word?.startsWith('-') ? undefined : word
}

function readValue(flag: OwnFlag, value: string | undefined): string | boolean {
  if (value === undefined && flag.value !== 'required') return true
  if (flag.value === 'none') throw misuse(`--${flag.name} takes no value.`)
  if (value === undefined || value.trim() === '')
    throw misuse(`--${flag.name} needs a value: --${flag.name} <${flag.placeholder}>.`)
  return flag.read?.(value) ?? value
}

function misuse(message: string): CcsError {
  return new CcsError(message, {code: 'bad_usage', exit: EXIT.usage, command: 'ccs codex --help'})
}
