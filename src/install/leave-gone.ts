import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {HOST_ROOT} from '../registry/host-root.js'
import type {PluginEntry} from './watch-installed.js'

interface PluginsClass {
  readonly prototype: {list(): Promise<readonly PluginEntry[]>}
}

/**
 * Lets `plugins update` pass over what came from a file or a folder that is gone: npm is asked for all of them in one go,
 * and one that it cannot find would keep the others from their update. `tell` hears of each.
 */
export async function leaveGone(data: string, tell: (line: string) => void): Promise<void> {
  const main = createRequire(join(HOST_ROOT, 'package.json')).resolve('@oclif/plugin-plugins')
  const {default: Plugins} = (await import(pathToFileURL(join(dirname(main), 'plugins.js')).href)) as {
    readonly default: PluginsClass
  }
  const {list} = Plugins.prototype
  Plugins.prototype.list = async function () {
    const all = await list.call(this)
    const gone = all.filter((entry) => goneSource(entry, data) !== undefined)
    for (const entry of gone) tell(`${entry.name} stays as it is: ${goneSource(entry, data)} is gone.`)
    return all.filter((entry) => !gone.includes(entry))
  }
}

/** The path that it was installed from, when nothing is there any more. */
function goneSource({type, url = ''}: PluginEntry, data: string): string | undefined {
  if (type !== 'user' || !url.startsWith('file:')) return undefined
  const file = resolve(data, url.replace(/^file:(\/\/(?=\/))?/, ''))
  return existsSync(file) ? undefined : file
}
