import {CcsError, EXIT} from '../errors/ccs-error.js'

/** Characters, as JavaScript counts them. */
const LONGEST = 64

/** The part of the e-mail before the `@`, no longer than a rename allows, with a number when it is taken. */
export function nicknameFor(email: string, taken: Iterable<string>): string {
  const others = new Set([...taken].map((name) => name.toLowerCase()))
  const [local = ''] = email.split('@')
  // To compile the second of these takes a start a millisecond.
  const base = /^[\w.+-]+$/.test(local) ? local : local.replace(/[^\p{L}\p{N}._+-]/gu, '') || 'account'
  for (let round = 1; ; round += 1) {
    const number = round === 1 ? '' : `-${round}`
    const name = `${cut(base, LONGEST - number.length)}${number}`
    if (!others.has(name.toLowerCase())) return name
  }
}

/** Never through the middle of a character that counts as two. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}

/** The name as it will be kept; throws for one that could not be typed or told apart. */
export function checkNickname(wanted: string, taken: Iterable<string>): string {
  const name = wanted.trim()
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._@+-]*$/u.test(name) || name.length > LONGEST)
    throw misuse(
      `"${wanted}" cannot be a nickname: letters, digits, ".", "_", "-", "+", "@" and spaces, at most ${LONGEST}.`,
    )
  if ([...taken].some((other) => other.toLowerCase() === name.toLowerCase()))
    throw misuse(`Another account is already called ${name}.`, 'nickname_taken')
  return name
}

/** For a command that is pasted: a nickname may have spaces, and one that was written into the file by hand anything. */
export function asArgument(nickname: string): string {
  return /^[\p{L}\p{N}._@+:/-]+$/u.test(nickname) ? nickname : `'${nickname.replaceAll("'", "'\\''")}'`
}

interface Named {
  readonly id: string
  readonly nickname: string
  readonly email: string
}

/** By nickname, id, e-mail or a prefix that fits one account only; else an error with the candidates. */
export function findByName<T extends Named>(name: string, accounts: readonly T[], provider: string): T {
  const wanted = name.trim().toLowerCase()
  const exact = [
    accounts.filter((one) => one.id.toLowerCase() === wanted),
    accounts.filter((one) => one.nickname.toLowerCase() === wanted),
    accounts.filter((one) => one.email.toLowerCase() === wanted),
  ]
  const isPrefix = (one: Named) => namesOf(one).some((each) => each.toLowerCase().startsWith(wanted))
  const matches = exact.find((found) => found.length > 0) ?? (wanted === '' ? [] : accounts.filter(isPrefix))
  const [only] = matches
  if (matches.length === 1 && only !== undefined) return only
  throw matches.length === 0 ? unknown(name, accounts, provider) : ambiguous(name, matches)
}

function namesOf(one: Named): readonly string[] {
  return [one.nickname, one.email, one.id]
}

function unknown(name: string, accounts: readonly Named[], provider: string): CcsError {
  const known = accounts.map(label).join(', ')
  return new CcsError(`No ${provider} account is called "${name}".`, {
    code: 'unknown_account',
    exit: EXIT.usage,
    hint: accounts.length === 0 ? 'No account is signed in.' : `Accounts: ${known}.`,
    command: accounts.length === 0 ? `ccs ${provider} --auth` : `ccs ${provider} --accounts`,
  })
}

function ambiguous(name: string, matches: readonly Named[]): CcsError {
  return new CcsError(`"${name}" fits more than one account: ${matches.map(label).join(', ')}.`, {
    code: 'ambiguous_account',
    exit: EXIT.usage,
    hint: 'Use the nickname or the id of the one that you mean.',
  })
}

function label(one: Named): string {
  return `${one.nickname} (${one.email === '' ? one.id : `${one.email}, ${one.id}`})`
}

function misuse(message: string, code = 'bad_nickname'): CcsError {
  return new CcsError(message, {code, exit: EXIT.usage})
}
