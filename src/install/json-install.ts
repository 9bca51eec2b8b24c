import type {Environment} from '../contract/index.js'
import {HOST_ROOT} from '../registry/host-root.js'
import {dataFolder, findPlugins, type Source} from '../registry/plugin-folders.js'

/** What `--json` prints for a command that changes the plugins, or looks at some of them. */
export interface InstallReport {
  readonly plugins: readonly {readonly name: string; readonly version: string | null; readonly source: Source}[]
}

/** Commands of plugin-plugins, which has `--json` for some of them only, with another shape and other exit codes. */
const COMMANDS = /^plugins[: ](add|inspect|install|link|remove|reset|uninstall|unlink|update)$/

/** The ones that add plugins by npm. */
const INSTALLATIONS = /^plugins[: ](add|install)$/

export function isInstallation([first = '', second = '']: readonly string[]): boolean {
  return INSTALLATIONS.test(first) || INSTALLATIONS.test(`${first} ${second}`)
}

export function isPluginCommand([first = '', second = '']: readonly string[]): boolean {
  return COMMANDS.test(first) || COMMANDS.test(`${first} ${second}`)
}

/** The words without `--json` where it stands for a report of ours; `undefined` anywhere else. */
export function withoutJson(argv: readonly string[]): readonly string[] | undefined {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const mine = argv.slice(0, end)
  if (!isPluginCommand(argv) || !mine.includes('--json') || mine.includes('--help') || mine.includes('-h'))
    return undefined
  return [...mine.filter((word) => word !== '--json'), ...argv.slice(end)]
}

/** The user's plugins as they are now; after `inspect` those that it looked at. */
export function reportInstall(env: Environment, result: unknown): InstallReport {
  const plugins = findPlugins(HOST_ROOT, dataFolder(env))
  const names = Array.isArray(result) ? result.map((one) => (Object(one) as {readonly name?: unknown}).name) : undefined
  return {
    plugins: plugins
      .filter(({name, source}) => (names === undefined ? source !== 'bundled' : names.includes(name)))
      .map(({name, source, manifest}) => ({name, version: manifest?.version ?? null, source})),
  }
}
