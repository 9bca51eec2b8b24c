import {string} from '@oclif/core/args'
import type {SettingsFile} from '../settings/schema.js'

const FILES = ['config', 'proxy'] as const satisfies readonly SettingsFile[]

/** Which of the two files is meant. */
export const settingsFileArgument = string({
  description: 'config: settings and variants; proxy: the configuration of the local proxy',
  options: [...FILES],
  default: 'config',
  ignoreStdin: true,
})

export function asSettingsFile(word: string): SettingsFile {
  return FILES.find((file) => file === word) ?? 'config'
}
