import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

export interface Command {
  readonly command: string
  readonly args: readonly string[]
}

/**
 * On Windows npm puts a `.cmd` file on PATH, which only a shell can run, and a shell mangles `&`, `%` and quotes. What the
 * file would start is started instead: the script under this Node, or the program that it wraps.
 */
export function throughShim(command: string, args: readonly string[], node = process.execPath): Command {
  if (!/\.(cmd|bat)$/i.test(command)) return {command, args}
  const wrapped = /"%(?:~dp0|dp0%)\\?([^"]+?\.(?:[cm]?js|exe))"/i.exec(readFileSync(command, 'utf8'))?.[1]
  if (wrapped === undefined) return {command, args}
  const target = join(dirname(command), ...wrapped.split('\\'))
  if (!existsSync(target)) return {command, args}
  return /\.exe$/i.test(target) ? {command: target, args} : {command: node, args: [target, ...args]}
}
