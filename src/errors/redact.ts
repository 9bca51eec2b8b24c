/** Shapes of secrets: a JWT, a bearer, vendor keys, our own key, refresh tokens. */
export const SHAPES: readonly RegExp[] = [
  /\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
  /\b(?:sk|rt|ccs|pk|key)-[A-Za-z0-9_-]{16,}/g,
  /\brt[._][A-Za-z0-9._-]{16,}/g,
  /\b[Bb]earer\s+[A-Za-z0-9._~+/=-]{8,}/g,
]
/**
 * Names of fields and parameters whose value is a secret: the name, what is between, the value. In a line of the log the
 * quotes of a quoted text have backslashes before them.
 */
export const NAMED =
  /((?:access|refresh|id)_token|api[-_]?key|authorization|client_secret|code_verifier|password|secret)(\\*["']?\s*[=:]\s*\\*["']?)([^"'&\s,}\\]{6,})/gi

/** The code of a sign-in, in an address. */
const CODE = /([?&]code=)[^&\s"]+/g

const HIDDEN = '[hidden]'

/** The text without what looks like a secret. */
export function redact(text: string): string {
  const bare = SHAPES.reduce((current, shape) => current.replace(shape, HIDDEN), text)
  return bare
    .replace(CODE, (_, name: string) => `${name}${HIDDEN}`)
    .replace(NAMED, (_, name: string, between: string) => `${name}${between}${HIDDEN}`)
}
