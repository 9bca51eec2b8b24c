import type {Config} from '@oclif/core/config'

/** For commands of plugin-plugins whose help shows none. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'plugins:update': ['<%= config.bin %> plugins update'],
  'plugins:reset': ['<%= config.bin %> plugins reset', '<%= config.bin %> plugins reset --reinstall'],
}

export function addExamples(config: Config): void {
  for (const command of config.plugins.get('@oclif/plugin-plugins')?.commands ?? [])
    command.examples ??= [...(EXAMPLES[command.id] ?? [])]
}
