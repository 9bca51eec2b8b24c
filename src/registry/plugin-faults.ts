import {askFirst} from './ask-first.js'
import {type Contribution, faultOfContribution, type Host} from './contributions.js'
import {readHookFaults} from './hook-faults.js'
import {readHookIndex} from './hook-index.js'

/** What is wrong with a plugin; `kind` and `id` are `null` when its package cannot even be read. */
export interface PluginFault {
  readonly plugin: string
  readonly kind: Contribution['kind'] | null
  readonly id: string | null
  /** `unused`: sound in itself, but nobody gets at it. `unknown`: `plugin` is the file that should name the user's. */
  readonly status: 'broken' | 'unused' | 'unknown'
  /** Goes on from the plugin's name: "it did not answer within 5 s". */
  readonly reason: string
}

/** Asks every plugin there is, all at once; each has its time limit. Nothing else depends on the answers. */
export async function pluginFaults(host: Host): Promise<readonly PluginFault[]> {
  const {contributions, faults, words, lifecycle} = readHookIndex(host.env, host.paths)
  // A plugin that is only asked how it is gets no say in where secrets go.
  const asking = {...askFirst(host), admit: undefined, note: undefined}
  const own = await Promise.all(
    contributions.map((each) => (each.source === 'bundled' ? faultOfContribution(each, asking) : asking.faultOf(each))),
  )
  const sound = contributions.filter((_, place) => own[place] === undefined)
  const named = contributions.flatMap(({plugin, kind, id, file, source}, place): readonly PluginFault[] => {
    const broken = own[place]
    if (broken !== undefined) return [{plugin, kind, id, status: 'broken', reason: broken}]
    const reason = takenBy({plugin, kind, id, file, source}, sound) ?? hiddenBy({kind, id}, words)
    return reason === undefined ? [] : [{plugin, kind, id, status: 'unused', reason}]
  })
  const hooks = readHookFaults(host.paths).filter(({plugin}) => lifecycle.includes(plugin))
  const failed = hooks.map(({plugin, event, reason}) => ({
    plugin,
    status: 'broken' as const,
    reason: `its hook "${event}" failed when it last ran: ${reason}`,
  }))
  return [...[...faults, ...failed].map((fault) => ({...fault, kind: null, id: null})), ...named]
}

function takenBy({kind, id, plugin, file}: Contribution, sound: readonly Contribution[]): string | undefined {
  const first = sound.find((each) => each.kind === kind && each.id === id)
  if (first === undefined || (first.plugin === plugin && first.file === file)) return undefined
  return `its id is taken by ${first.plugin} (${first.source}), which is used`
}

function hiddenBy({kind, id}: Pick<Contribution, 'kind' | 'id'>, words: readonly string[]): string | undefined {
  return kind === 'provider' && words.includes(id) ? `"ccs ${id}" is a command, so that it cannot be called` : undefined
}
