/** Options whose value is the next word (`opencode --help`, `opencode run --help`, 1.18). */
const TAKES_VALUE = new Set(
  '--log-level --port --hostname --mdns-domain --cors -m --model -s --session --prompt --agent --replay-limit --command --format -f --file --title --attach -p --password -u --username --dir --variant'.split(
    ' ',
  ),
)
const COMMANDS = new Set(
  'completion acp mcp attach run debug providers auth agent upgrade uninstall serve web models stats export import github pr session plugin plug db'.split(
    ' ',
  ),
)
const ANSWERS_AT_ONCE = new Set(['-h', '--help', '-v', '--version'])

/** A prompt is run and answered by `opencode run`; without one the screen comes, or what is piped in is the prompt. */
export function readArguments(args: readonly string[], interactive: boolean): readonly string[] {
  const at = findWord(args)
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  const word = at === undefined ? undefined : options[at]
  if (options.some((each) => ANSWERS_AT_ONCE.has(each)) || (word !== undefined && COMMANDS.has(word))) return args
  if (at === undefined) return interactive ? args : ['run', ...args]
  return ['run', ...protectPrompt(args, at)]
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
function protectPrompt(words: readonly string[], at: number): readonly string[] {
  return words[at - 1] !== '--' && isProse(words[at] ?? '') ? [...words.slice(0, at), '--', ...words.slice(at)] : words
}

function isProse(word: string): boolean {
  return /^-[^=]*\s/.test(word)
}
