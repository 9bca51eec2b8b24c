export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const

export type Shell = (typeof SHELLS)[number]

type Writer = (name: string, value: string) => string

/** Between single quotes each shell takes everything literally but its own quote. */
const WRITERS: Readonly<Record<Shell, Writer>> = {
  bash: posix,
  zsh: posix,
  fish: (name, value) => `set -gx ${name} '${value.replace(/['\\]/g, (found) => `\\${found}`)}'`,
  // PowerShell takes typographic quotes for plain ones.
  powershell: (name, value) => `$env:${name} = '${value.replace(/['‘’‚‛]/g, (found) => found.repeat(2))}'`,
}

/** One line for each variable, ready for `eval`, `source` or `Invoke-Expression`. */
export function writeExports(variables: Readonly<Record<string, string>>, shell: Shell): readonly string[] {
  return Object.entries(variables).map(([name, value]) => WRITERS[shell](name, value))
}

/** The shell that a user's environment names, else the platform's. */
export function shellOf(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): Shell {
  const name = env.SHELL?.split('/').at(-1)
  const named = SHELLS.find((shell) => shell === name)
  return named ?? (platform === 'win32' && !env.SHELL ? 'powershell' : 'bash')
}

function posix(name: string, value: string): string {
  return `export ${name}='${value.replaceAll("'", `'\\''`)}'`
}
