export type ConfigValue = string | boolean | Readonly<Record<string, string | boolean>>

/** `-c key=value` pairs, the value in TOML. They come first: Codex lets the last of two win, so that the user's own do. */
export function writeOverrides(config: Readonly<Record<string, ConfigValue | undefined>>): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => (value === undefined ? [] : ['-c', `${key}=${write(value)}`]))
}

function write(value: ConfigValue): string {
  if (typeof value === 'boolean') return String(value)
  // JSON's strings are TOML's basic strings.
  if (typeof value === 'string') return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, held]) => `${key}=${JSON.stringify(held)}`)
    .join(',')}}`
}
