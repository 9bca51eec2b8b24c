/** A real client, or the Node to run ccs by, as its registry package gives it. */
export interface Client {
  readonly name: 'claude' | 'codex' | 'droid' | 'opencode' | 'node'
  readonly spec: string
  /** Where the executable is below the folder of the installation; the first that exists. */
  readonly files: readonly string[]
}

const {platform, arch} = process
const HERE = `${platform}-${arch}`

export const CLAUDE_OLD = claude('2.1.197')
export const CLAUDE_NEW = claude('latest')
export const CLAUDES: readonly Client[] = [CLAUDE_OLD, CLAUDE_NEW]
export const CODEX: Client = {
  name: 'codex',
  spec: '@openai/codex@latest',
  files: ['node_modules/.bin/codex'],
}
/** Its wrapper package lags behind; the platform's own holds the program. */
export const DROID: Client = {
  name: 'droid',
  spec: `@factory/cli-${HERE}@latest`,
  files: [`node_modules/@factory/cli-${HERE}/bin/droid`],
}
export const OPENCODE: Client = {
  name: 'opencode',
  spec: 'opencode-ai@latest',
  files: [`node_modules/opencode-${HERE}/bin/opencode`],
}

/** The newest Node of a major version. */
export function nodeOf(major: number): Client {
  return {name: 'node', spec: `node-${HERE}@${major}`, files: [`node_modules/node-${HERE}/bin/node`]}
}

function claude(version: string): Client {
  return {
    name: 'claude',
    spec: `@anthropic-ai/claude-code@${version}`,
    files: [`node_modules/@anthropic-ai/claude-code-${HERE}/claude`, 'node_modules/.bin/claude'],
  }
}
