import {CcsError, EXIT} from '../errors/ccs-error.js'

/** Words that a variant may not take, in lower case, each with what it already means. */
export type ReservedWords = ReadonlyMap<string, string>

const LONGEST = 64

/** Names that Windows keeps for devices, with any ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** The first reason that holds against a name. A variant is typed after `ccs` and names a file. */
const REASONS: readonly (readonly [holds: (name: string) => boolean, reason: string])[] = [
  [(name) => name === '', 'it is empty'],
  [(name) => name.length > LONGEST, `it is longer than ${LONGEST} characters`],
  [(name) => !/^[A-Za-z]/.test(name), 'it must begin with a letter'],
  [(name) => /[^A-Za-z0-9._-]/.test(name), 'it may hold letters, digits, ".", "_" and "-" only'],
  [(name) => name.endsWith('.'), 'it may not end in "."'],
  [(name) => DEVICES.test(name), 'Windows keeps that word for a device'],
]

/** Throws with the reason why a variant cannot have the name. `taken`: names of variants, as they are written. */
export function checkVariantName(name: string, reserved: ReservedWords, taken: readonly string[]): void {
  const reason = REASONS.find(([holds]) => holds(name))?.[1]
  if (reason !== undefined) throw refused(name, reason)
  const meaning = reserved.get(name.toLowerCase())
  if (meaning !== undefined) throw refused(name, `it is ${meaning}`)
  const same = taken.find((other) => other.toLowerCase() === name.toLowerCase())
  if (same === undefined) return
  throw new CcsError(`There is a variant "${same}" already.`, {
    code: 'variant_exists',
    exit: EXIT.usage,
    hint: 'Take another name, or change the one there is.',
    command: `ccs cliproxy edit ${same}`,
  })
}

function refused(name: string, reason: string): CcsError {
  return new CcsError(`A variant cannot be called "${name}": ${reason}.`, {code: 'invalid_name', exit: EXIT.usage})
}
