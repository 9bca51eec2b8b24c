/** A JSON object that nobody has checked yet. */
export type Json = Readonly<Record<string, unknown>>

const EMPTY: Json = {}

/** The object, or an empty one: reading a field of it is always allowed. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : EMPTY
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The list before where the one after holds the same: what did not change can go on as it came. */
export function unlessSame(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return before.length === after.length && after.every((one, index) => one === before[index]) ? before : after
}

/** Also numbers that came as text. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}

/** Whether lists and objects stand inside each other more than `levels` deep: too deep to be walked or written. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inside) => isDeeper(inside, levels - 1))
}

/** `undefined` for what is not JSON. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}
