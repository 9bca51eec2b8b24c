/** NUL and half a surrogate pair make the upstream refuse the whole request. */
const UNSENDABLE = /\0|\p{Surrogate}/gu

export function cleanText(text: string): string {
  return text.replace(UNSENDABLE, '\uFFFD')
}

/** The same for all texts and keys of a JSON value; one that needs nothing is given back as it is. */
export function cleanJson<T>(value: T): T
export function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(cleanJson)
    return items.some((item, at) => item !== value[at]) ? items : value
  }
  const entries = Object.entries(value).map(([key, held]) => [cleanText(key), cleanJson(held)] as const)
  const keys = Object.keys(value)
  const isChanged = entries.some(([key, held], at) => key !== keys[at] || held !== (value as Json)[key])
  return isChanged ? Object.fromEntries(entries) : value
}

type Json = Readonly<Record<string, unknown>>
