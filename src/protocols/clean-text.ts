/** NUL and half a surrogate pair make the upstream refuse the whole request. */
const UNSENDABLE = /\0|\p{Surrogate}/gu
/** Quick to tell, and in nearly no text: NUL, or halves of pairs, whole or not. */
const SUSPECT = /[\0\uD800-\uDFFF]/

export function cleanText(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNSENDABLE, '\uFFFD') : text
}

/** The same for all texts and keys of a JSON value; one that needs nothing is given back as it is. */
export function cleanJson<T>(value: T): T
export function cleanJson(value: unknown): unknown {
  return isSuspect(value) ? rebuild(value) : value
}

function isSuspect(value: unknown): boolean {
  if (typeof value === 'string') return SUSPECT.test(value)
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(isSuspect)
  for (const key in value) if (SUSPECT.test(key) || isSuspect((value as Json)[key])) return true
  return false
}

function rebuild(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(rebuild)
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [cleanText(key), rebuild(held)]))
}

type Json = Readonly<Record<string, unknown>>
