/** Options whose value is the next word (`codex --help`, 0.171). */
const TAKES_VALUE = new Set(
  '-c --config --enable --disable --remote --remote-auth-token-env -m --model --local-provider -p --profile -s --sandbox -C --cd --add-dir -a --ask-for-approval'.split(
    ' ',
  ),
)
/** Takes every word up to the next option. */
const TAKES_WORDS = new Set(['-i', '--image'])
const ANSWERS_AT_ONCE = new Set(['-h', '--help', '-V', '--version'])

const COMMANDS = new Set(
  'agents exec e review login logout mcp mcp-server plugin app-server remote-control completion update doctor sandbox debug apply a resume queue archive delete migrate-rollouts migrate-nfs-db unarchive fork cloud exec-server features help'.split(
    ' ',
  ),
)

/**
 * The user's words as Codex gets them. They decide what Codex does; where a prompt would need a terminal and there is
 * none, it goes to `codex exec`. Words that would lead around ccs are refused by name.
 */
export function readArguments(args: readonly string[], interactive: boolean, provider: string): readonly string[] {
  const reserved = findReserved(args, provider)
  if (reserved !== undefined) throw conflict(reserved)
  const words = protectPrompt(args)
  return interactive || startsCommand(words) ? words : ['exec', ...words]
}

/** The name after `-p` or `--profile`; the last one counts. */
export function profileOf(args: readonly string[]): string | undefined {
  return valuesOf(args, '-p', '--profile').at(-1)
}

/** A prompt that begins with a dash would be taken for an option; none of Codex's has white space in it. */
function protectPrompt(args: readonly string[]): readonly string[] {
  const at = args.findIndex((word, index) => /^-[^=]*\s/.test(word) && !TAKES_VALUE.has(args[index - 1] ?? ''))
  return at === -1 || args.slice(0, at).includes('--') ? args : [...args.slice(0, at), '--', ...args.slice(at)]
}

function startsCommand(args: readonly string[]): boolean {
  let at = 0
  while (at < args.length) {
    const word = args[at] ?? ''
    if (ANSWERS_AT_ONCE.has(word)) return true
    if (word === '--' || !/^-./.test(word)) return COMMANDS.has(word)
    at += TAKES_VALUE.has(word) ? 2 : 1
    if (TAKES_WORDS.has(word)) while (at < args.length && !args[at]?.startsWith('-')) at += 1
  }
  return false
}

function findReserved(args: readonly string[], provider: string): string | undefined {
  const other = optionsOf(args).find((word) => word === '--oss' || /^--local-provider(=|$)/.test(word))
  if (other !== undefined) return other.split('=')[0]
  const settings = valuesOf(args, '-c', '--config').map((pair) => (pair.split('=')[0] ?? '').trim())
  const ours = settings.find((setting) => isReserved(setting, provider))
  return ours === undefined ? undefined : `-c ${ours}`
}

function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--')
  return end === -1 ? args : args.slice(0, end)
}

/** What is given as `-n value`, `-nvalue`, `-n=value`, `--name value` and `--name=value`. */
function valuesOf(args: readonly string[], short: string, long: string): readonly string[] {
  return optionsOf(args).flatMap((word, index, options) => {
    if (word === short || word === long) return options.slice(index + 1, index + 2)
    if (word.startsWith(`${long}=`)) return [word.slice(long.length + 1)]
    return word.startsWith(short) ? [word.slice(short.length).replace(/^=/, '')] : []
  })
}

/** Other providers may be configured: they are not the one in use. */
function isReserved(setting: string, provider: string): boolean {
  const ours = ['model_providers', provider]
  const keys = setting.split('.').map((key) => key.trim().replace(/^(["'])(.*)\1$/, '$2'))
  return keys[0] === 'model_provider' || ours.slice(0, keys.length).every((key, index) => key === keys[index])
}

function conflict(word: string): Error {
  return Object.assign(new Error(`${word} would lead Codex away from ccs, so ccs does not pass it on.`), {
    code: 'reserved_argument',
    exit: 2,
    hint: 'Leave it out, or start codex itself.',
  })
}
