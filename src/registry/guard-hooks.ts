import {join} from 'node:path'
import {Config} from '@oclif/core/config'
import type {Paths} from '../config/paths.js'
import {stampOfFile} from '../files/stamp.js'
import {HOOK_LIMIT} from './call-hook.js'
import {type HookFault, keepHookFaults} from './hook-faults.js'
import {LIFECYCLE} from './hook-index.js'
import {reasonOf} from './reason-of.js'

interface Guard {
  readonly paths: Pick<Paths, 'cache'>
  /** Whether hooks of strangers run at all. */
  readonly run: boolean
  readonly warn: (message: string) => void
}

type Plugins = Config['plugins']
interface Results {
  readonly successes: readonly unknown[]
  readonly failures: readonly {
    readonly error: unknown
    readonly plugin: {readonly name: string; readonly root: string}
  }[]
}
type RunHook = (this: Config, event: string, opts: object, timeout?: number, capture?: boolean) => Promise<Results>

/** Commands that must work whatever was installed: they name what is wrong and take it out. */
const WITHOUT_STRANGERS = /^(plugins|doctor)(:|$)/

/** Whether the hooks of strangers have a say in what these words start. */
export function asksStrangers([word = '']: readonly string[]): boolean {
  return !WITHOUT_STRANGERS.test(word)
}

/**
 * Lets no start hook of a stranger end ccs: oclif passes on what a hook tells by `this.error`, waits for ever for one that
 * hangs, and swallows what another one throws. It loads a configuration of its own for each run, so all of them are told.
 */
export function guardHooks({paths, run, warn}: Guard): void {
  const runHook = Config.prototype.runHook as unknown as RunHook
  const guarded: RunHook = async function (event, opts, timeout, capture) {
    if (!LIFECYCLE.includes(event)) return runHook.call(this, event, opts, timeout, capture)
    const ours = await runHook.call(only(this, false), event, opts, timeout, capture)
    const strangers = only(this, true)
    if (!run || ![...strangers.plugins.values()].some(({hooks}) => hooks[event])) return ours
    const theirs = await awake(runHook.call(strangers, event, opts, HOOK_LIMIT, true))
    const faults = theirs.failures.filter(({error}) => !isQuietExit(error)).map((failure) => faultOf(event, failure))
    for (const {plugin, reason} of faults)
      warn(`The hook "${event}" of the plugin ${plugin} failed: ${reason}. ccs goes on without it.`)
    await keepHookFaults(paths, event, faults)
    return {successes: [...ours.successes, ...theirs.successes], failures: ours.failures}
  }
  Object.defineProperty(Config.prototype, 'runHook', {value: guarded})
}

/** The configuration with strangers' plugins only, or with all others. */
function only(config: Config, strangers: boolean): Config {
  const plugins: Plugins = new Map(
    [...config.plugins].filter(([, {type}]) => (type === 'user' || type === 'link') === strangers),
  )
  return Object.create(config, {plugins: {value: plugins}}) as Config
}

/** oclif's own timer lets the process end while a hook hangs. */
async function awake<T>(work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => undefined, 2 * HOOK_LIMIT)
  return work.finally(() => clearTimeout(timer))
}

function faultOf(event: string, {error, plugin}: Results['failures'][number]): HookFault {
  const file = join(plugin.root, 'package.json')
  return {plugin: plugin.name, event, reason: reasonOf(error).replace(/\.$/, ''), file, stamp: stampOfFile(file)}
}

function isQuietExit(error: unknown): boolean {
  const {code, oclif} = Object(error) as {readonly code?: unknown; readonly oclif?: {readonly exit?: number}}
  return code === 'EEXIT' && oclif?.exit === 0
}
