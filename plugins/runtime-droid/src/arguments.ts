/** Options whose value is the next word (`droid exec --help` and `droid --help`, 0.225). */
const TAKES_VALUE = new Set(
  '-o --output-format --input-format -f --file --auto -s --session-id --fork -m --model -r --reasoning-effort --spec-model --spec-reasoning-effort --only-tools --add-tools --remove-tools --cwd --settings --worktree-dir --tag --log-group-id --worker-model --worker-reasoning-effort --validator-model --validator-reasoning-effort --append-system-prompt --append-system-prompt-file'.split(
    ' ',
  ),
)
/** Only `droid exec` knows them. */
const EXEC_ONLY = new Set(
  '-o --output-format --input-format -f --file -s --session-id -m --model --skip-permissions-unsafe --list-tools --mission'.split(
    ' ',
  ),
)
/** Only the screen knows them. */
const SCREEN_ONLY = new Set(['--resume', '--last'])
const ANSWERS_AT_ONCE = new Set(['-h', '--help', '-v', '--version'])
const OTHER_COMMANDS = new Set('daemon search find update mcp plugin computer doctor help'.split(' '))
/** Ours: Droid has no such option. */
const ASKS_FOR_SCREEN = new Set(['-i', '--interactive'])

export interface Arguments {
  /** `other`: nothing that talks to a model. */
  readonly command: 'exec' | 'screen' | 'other'
  /** Words in front of our own options. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** The user's own `--settings`. */
  readonly settings?: string
}

/**
 * A prompt is run and answered by `droid exec`; the screen comes without one, with `-i`, or with an option that only it
 * has. Where there is no terminal it is always `droid exec`.
 */
export function readArguments(args: readonly string[], interactive: boolean): Arguments {
  const {settings, words} = takeSettings(args.filter((word, index) => !isWishForScreen(word, args, index)))
  const found = findWord(words)
  const options = optionsOf(words)
  const first = found === undefined ? undefined : options[found]
  if (options.some((word) => ANSWERS_AT_ONCE.has(word)) || OTHER_COMMANDS.has(first ?? ''))
    return {command: 'other', before: [], after: words}
  if (first === 'exec' || first === 'resume') {
    const after = words.filter((_, index) => index !== found)
    return first === 'exec'
      ? {command: 'exec', before: ['exec'], after: protectPrompt(after), settings}
      : {command: 'screen', before: [], after: ['resume', ...after], settings}
  }
  if (interactive && wantsScreen(args, options, found !== undefined))
    return {command: 'screen', before: [], after: protectPrompt(words), settings}
  return {command: 'exec', before: ['exec'], after: protectPrompt(words), settings}
}

/** `-r medium`: the level that Droid also names when nobody chose one. */
export function asksForMedium({command, after}: Arguments): boolean {
  const asks = (word: string, index: number) =>
    /^(-r|--reasoning-effort=)medium$/.test(word) ||
    (word === 'medium' && /^(-r|--reasoning-effort)$/.test(after[index - 1] ?? ''))
  return command === 'exec' && optionsOf(after).some(asks)
}

function wantsScreen(args: readonly string[], options: readonly string[], hasPrompt: boolean): boolean {
  if (args.some((word, index) => isWishForScreen(word, args, index))) return true
  if (options.some((word) => SCREEN_ONLY.has(word))) return true
  return !hasPrompt && !options.some((word) => EXEC_ONLY.has(word.split('=')[0] ?? ''))
}

/** What follows `--` is the prompt, whatever it looks like. */
function optionsOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--')
  return end === -1 ? words : words.slice(0, end)
}

function isWishForScreen(word: string, args: readonly string[], index: number): boolean {
  const end = args.indexOf('--')
  return ASKS_FOR_SCREEN.has(word) && (end === -1 || index < end) && !TAKES_VALUE.has(args[index - 1] ?? '')
}

/** The place of the first word that is neither an option nor an option's value. */
function findWord(words: readonly string[]): number | undefined {
  for (let at = 0; at < words.length; at += TAKES_VALUE.has(words[at] ?? '') ? 2 : 1) {
    const word = words[at] ?? ''
    if (word === '--') return at + 1 < words.length ? at + 1 : undefined
    if (!word.startsWith('-') || isProse(word)) return at
  }
  return undefined
}

/** A prompt that begins with a dash would be taken for an option. */
function protectPrompt(words: readonly string[]): readonly string[] {
  const at = findWord(words)
  return at !== undefined && words[at - 1] !== '--' && isProse(words[at] ?? '')
    ? [...words.slice(0, at), '--', ...words.slice(at)]
    : words
}

function isProse(word: string): boolean {
  return /^-[^=]*\s/.test(word)
}

function takeSettings(args: readonly string[]): {readonly settings?: string; readonly words: readonly string[]} {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const at = args.findIndex((word, index) => index < end && /^--settings(=|$)/.test(word))
  const word = args[at]
  if (word === undefined) return {words: args}
  const inline = word.includes('=')
  const value = inline ? word.slice('--settings='.length) : args[at + 1]
  return {settings: value, words: [...args.slice(0, at), ...args.slice(at + (inline ? 1 : 2))]}
}
