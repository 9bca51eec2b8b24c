import {withLock} from '../files/lock.js'
import {checkPluginList, pluginList} from '../registry/plugin-folders.js'

/** Milliseconds that an installation waits for the ones before it: npm may take its time over each. */
const PATIENCE = 600_000

/**
 * Keeps the list of the user's plugins for this process until it ends: plugin-plugins reads it, lets npm work and writes it
 * back, and so forgets what another one wrote meanwhile. Rejects for a list that cannot be read, which would be written over.
 */
export async function holdPlugins(data: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const held = () => {
      resolve()
      return new Promise<never>(() => undefined)
    }
    withLock(pluginList(data), held, PATIENCE).catch(reject)
  })
  checkPluginList(data)
}
