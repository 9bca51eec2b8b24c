import {createHash, randomBytes, timingSafeEqual} from 'node:crypto'
import {ApiError} from './api-error.js'

/** Milliseconds that a link may be opened. */
const CODE_LIFE = 2 * 60_000
const FAILURES = 10
/** Milliseconds that all codes are refused after ten wrong ones. */
const LOCK = 60_000

export interface Sessions {
  /** A one-use code for a link. */
  code(): string
  /** Trades a code for the two halves of a session. */
  open(code: string): {readonly cookie: string; readonly key: string}
  /** Both halves, and of the same session. */
  holds(cookie: string | undefined, key: string | undefined): boolean
  end(cookie: string): void
}

/** In memory only: closing the dashboard ends every session. */
export function makeSessions(now: () => number): Sessions {
  const codes = new Map<string, number>()
  const keys = new Map<string, string>()
  let failures = 0
  let lockedUntil = 0
  return {
    code() {
      const code = secret()
      codes.set(digest(code), now() + CODE_LIFE)
      return code
    },
    open(code) {
      if (now() < lockedUntil) throw new ApiError(429, 'locked', 'Too many wrong codes; wait a minute.')
      const found = [...codes.keys()].find((known) => equal(known, digest(code)))
      const life = found === undefined ? undefined : codes.get(found)
      if (found !== undefined) codes.delete(found)
      if (life === undefined || life < now()) {
        failures += 1
        if (failures >= FAILURES) [failures, lockedUntil] = [0, now() + LOCK]
        throw new ApiError(
          401,
          'code_refused',
          'This link was used already or is too old. Run ccs config for a new one.',
        )
      }
      failures = 0
      const session = {cookie: secret(), key: secret()}
      keys.set(digest(session.cookie), digest(session.key))
      return session
    },
    holds(cookie, key) {
      if (cookie === undefined || key === undefined) return false
      const expected = keys.get(digest(cookie))
      return expected !== undefined && equal(expected, digest(key))
    },
    end(cookie) {
      keys.delete(digest(cookie))
    },
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
