type Path = readonly string[]

export function writeTomlSection(
  path: Path,
  value: Readonly<Record<string, unknown>>,
  list: boolean,
  lineEnd: string,
): string {
  const name = path.map(writeTomlKey).join('.')
  const pairs = Object.entries(value).map(([key, held]) => writeTomlPair([key], held))
  const header = path.length === 0 ? [] : [list ? `[[${name}]]` : `[${name}]`]
  return [...header, ...pairs].map((line) => line + lineEnd).join('')
}

export function writeTomlPair(key: Path, value: unknown): string {
  return `${key.map(writeTomlKey).join('.')} = ${writeTomlValue(value)}`
}

export function writeTomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : writeString(key)
}

/** On one line: what is nested becomes an inline table. */
export function writeTomlValue(value: unknown): string {
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return `[${value.map(writeTomlValue).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, held]) => writeTomlPair([key], held))
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  throw new TypeError(`TOML has no way to write ${String(value)}.`)
}

/** TOML's basic strings are JSON's, but for DEL, which JSON leaves bare. */
function writeString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f')
}
