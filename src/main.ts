import {Config} from '@oclif/core/config'
import {flush} from '@oclif/core/flush'
import {run} from '@oclif/core/run'
import {pathsOf} from './config/paths.js'
import {ownStreams} from './errors/own-streams.js'
import {printError} from './errors/print-error.js'
import {isInstallation, isPluginCommand, reportInstall, withoutJson} from './install/json-install.js'
import {asksStrangers, guardHooks} from './registry/guard-hooks.js'
import {type HookIndex, readHookIndex} from './registry/hook-index.js'
import {HOST_ROOT} from './registry/host-root.js'
import {dataFolder} from './registry/plugin-folders.js'
import {withoutWarnings} from './registry/without-warnings.js'
import {setCalledAs} from './session/called-as.js'
import {sessionProfiles} from './session/session-profiles.js'
import {addSessions, OCLIF_SILENCE} from './session/sessions-plugin.js'
import {warn} from './session/terminal.js'

/** Everything that is not a session started the short way: commands, topics, help, plugins of others. */
export async function main(argv: readonly string[], called = 'ccs'): Promise<void> {
  setCalledAs(called)
  // What goes wrong with it is told in our words before oclif throws it.
  void ownStreams.stdout
  // Linked plugins run as they were built, which oclif would say of each of them at every start.
  process.env[OCLIF_SILENCE] ??= '1'
  const paths = pathsOf(process.env)
  const index = readHookIndex(process.env, paths)
  const config = await loadConfig(index)
  addSessions(config, await sessionProfiles(index, paths))
  if (argv.some((word) => word.startsWith('plugins'))) (await import('./install/add-examples.js')).addExamples(config)
  guardHooks({paths, run: asksStrangers(argv), warn})
  const reported = withoutJson(argv)
  const changed = isPluginCommand(argv)
    ? (await import('./install/tell-proxy.js')).watchProviders(process.env, paths)
    : undefined
  try {
    const settle = isInstallation(argv) ? await watchInstallation() : undefined
    const work = (words: readonly string[]) => run([...words], config).finally(settle)
    if (reported === undefined) await work(argv)
    else await report(() => work(reported))
    const note = await changed?.()
    if (note !== undefined) warn(note)
    await flush()
  } catch (error) {
    const json = argv.includes('--json')
    process.exitCode = exitOf(error) ?? printError(await explained(error, argv), {json})
  }
}

/**
 * Where the list of the user's plugins cannot be read, or one of them cannot be loaded, oclif would warn of it at every
 * start, in Node's words. The doctor and `ccs plugins` tell it in ours.
 */
function loadConfig({faults}: HookIndex): Promise<Config> {
  const userPlugins = faults.every(({status}) => status !== 'unknown')
  const load = (): Promise<Config> => Config.load({root: HOST_ROOT, userPlugins})
  return faults.some(({status}) => status === 'broken') ? withoutWarnings(load) : load()
}

async function watchInstallation(): Promise<() => Promise<void>> {
  const {watchInstalled} = await import('./install/watch-installed.js')
  return watchInstalled(dataFolder(process.env))
}

async function explained(error: unknown, argv: readonly string[]): Promise<unknown> {
  const {explainInstall} = await import('./install/explain-install.js')
  return explainInstall(error, argv, process.env)
}

/** What a command of plugin-plugins says goes to stderr; stdout is for the one object. */
async function report(work: () => Promise<unknown>): Promise<void> {
  const {keepStdout} = await import('./registry/keep-stdout.js')
  const result = await keepStdout(work)
  process.stdout.write(`${JSON.stringify(reportInstall(process.env, result), null, 2)}\n`)
}

/** `this.exit()` throws; in a plugin with its own copy of oclif, an error of that copy's class. */
function exitOf(error: unknown): number | undefined {
  const {code, oclif} = Object(error) as {readonly code?: unknown; readonly oclif?: {readonly exit?: number}}
  return code === 'EEXIT' ? (oclif?.exit ?? 0) : undefined
}
