import type {Contribution, Host} from './contributions.js'
import {readHookIndex} from './hook-index.js'
import {type PluginFault, pluginFaults} from './plugin-faults.js'
import type {Source} from './plugin-folders.js'

/** What one plugin adds. */
export interface Addition {
  readonly kind: Contribution['kind']
  readonly id: string
  readonly plugin: string
  readonly version: string | null
  readonly source: Source
  readonly file: string
  /** Whether this one answers to its id. */
  readonly used: boolean
  readonly fault: string | null
}

export interface PluginReport {
  readonly providers: readonly Addition[]
  readonly runtimes: readonly Addition[]
  /** Packages that add something else, such as commands. */
  readonly others: readonly {readonly plugin: string; readonly version: string; readonly source: Source}[]
  readonly faults: readonly PluginFault[]
}

/** A package as oclif knows it. */
export interface Package {
  readonly name: string
  readonly version: string
  readonly type: string
}

const SOURCES: Readonly<Record<string, Source>> = {link: 'linked', user: 'user'}

export async function describePlugins(packages: readonly Package[], host: Host): Promise<PluginReport> {
  const {contributions} = readHookIndex(host.env, host.paths)
  const faults = await pluginFaults(host)
  const additions = contributions.map((each): Addition => {
    const fault = faults.find(({plugin, kind, id}) => plugin === each.plugin && kind === each.kind && id === each.id)
    const version = packages.find(({name}) => name === each.plugin)?.version ?? null
    return {...each, version, used: fault === undefined, fault: fault?.reason ?? null}
  })
  const adding = new Set(contributions.map(({plugin}) => plugin))
  return {
    providers: additions.filter(({kind}) => kind === 'provider'),
    runtimes: additions.filter(({kind}) => kind === 'runtime'),
    others: packages
      .filter(({name, type}) => type !== 'core' && !adding.has(name))
      .map(({name, version, type}) => ({plugin: name, version, source: SOURCES[type] ?? 'user'})),
    faults,
  }
}
