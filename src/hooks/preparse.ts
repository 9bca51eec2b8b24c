import {dataFolder} from '../registry/plugin-folders.js'
import {warn} from '../session/terminal.js'

interface Preparse {
  readonly argv: readonly string[]
  readonly options: {readonly context?: {readonly ctor?: {readonly id?: string}}}
}

/** Runs before any command of oclif reads its words: the installing ones get theirs as npm wants them. */
export default async function preparse({argv, options}: Preparse): Promise<readonly string[]> {
  const command = options.context?.ctor?.id ?? ''
  if (!command.startsWith('plugins:')) return argv
  const {prepareInstall} = await import('../install/prepare-install.js')
  const prepared = prepareInstall(command, argv, {cwd: process.cwd(), env: process.env})
  if (prepared === undefined) return argv
  Object.assign(process.env, prepared.env)
  const {holdPlugins} = await import('../install/hold-plugins.js')
  const data = dataFolder(process.env)
  await holdPlugins(data)
  if (command === 'plugins:update') await (await import('../install/leave-gone.js')).leaveGone(data, warn)
  return prepared.argv
}
