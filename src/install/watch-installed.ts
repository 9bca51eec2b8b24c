import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {readJson} from '../files/read-json.js'
import {writeAtomic} from '../files/write-atomic.js'
import {type Manifest, pluginList} from '../registry/plugin-folders.js'

/** The list of the user's plugins: what npm installed, and what of it is known as a plugin. */
interface List {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly oclif?: {readonly plugins?: readonly PluginEntry[]}
}

/** `url`: the address that it came from, where it is not the registry's. */
export interface PluginEntry {
  readonly name: string
  readonly type: string
  readonly url?: string
}

/**
 * Remembers the list before an installation. What it returns is called after it, while the list is still held: of several
 * folders, git addresses or files of one name plugin-plugins takes the first for the one that npm has just installed. It
 * gives it the address of the new one, and never hears of that.
 */
export async function watchInstalled(data: string): Promise<() => Promise<void>> {
  const before = await readList(data)
  return async () => {
    const list = await readList(data)
    const {dependencies = {}, oclif} = list
    const known = oclif?.plugins ?? []
    const isNew = (name: string) => dependencies[name] !== before.dependencies?.[name]
    const missed = Object.keys(dependencies).filter((name) => known.every((each) => each.name !== name))
    const plugins = await Promise.all(missed.map(async (name) => ({name, isPlugin: await isPlugin(name, data)})))
    const added = plugins.flatMap(({name, isPlugin}) =>
      isPlugin ? [{name, type: 'user', url: dependencies[name] ?? ''}] : [],
    )
    const kept = known.map((entry) => (isNew(entry.name) ? entry : (readdressed(entry, before) ?? entry)))
    await writeList(data, list, [...kept, ...added])
    const stranger = plugins.find(({name, isPlugin}) => !isPlugin && isNew(name))
    if (stranger !== undefined) throw noPlugin(stranger.name)
  }
}

async function readList(data: string): Promise<List> {
  return Object(await readJson(pluginList(data)).catch(() => undefined)) as List
}

async function writeList(data: string, list: List, plugins: readonly PluginEntry[]): Promise<void> {
  if (isDeepStrictEqual(plugins, list.oclif?.plugins ?? [])) return
  await writeAtomic(pluginList(data), JSON.stringify({...list, oclif: {...list.oclif, plugins}}, null, 2))
}

async function isPlugin(name: string, data: string): Promise<boolean> {
  const manifest = await readJson(join(data, 'node_modules', name, 'package.json')).catch(() => undefined)
  return typeof (Object(manifest) as Manifest).oclif === 'object'
}

/** An entry with an address, as it was: nothing of it was installed anew. */
function readdressed({name, url}: PluginEntry, before: List): PluginEntry | undefined {
  return before.oclif?.plugins?.find(
    (entry) => entry.name === name && (entry.url === undefined) === (url === undefined),
  )
}

function noPlugin(name: string): CcsError {
  return new CcsError(`${name} is no plugin: its package.json has no "oclif".`, {
    code: 'no_plugin',
    exit: EXIT.usage,
    hint: 'It was installed beside the plugins, and nothing of it is in use.',
    command: 'ccs plugins install --help',
  })
}
