// Writes oclif.manifest.json of the host and of each plugin that has commands, so that starting imports no command.
import {existsSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = [root, ...readdirSync(join(root, 'plugins')).map((name) => join(root, 'plugins', name))]
for (const folder of folders) {
  if (!existsSync(join(folder, 'dist', 'commands'))) continue
  const plugin = new Plugin({root: folder, type: 'core', ignoreManifest: true, errorOnManifestCreate: true})
  await plugin.load()
  // Folders give their files in any order: the same commands make the same file.
  const commands = Object.fromEntries(Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(join(folder, 'oclif.manifest.json'), `${JSON.stringify({...plugin.manifest, commands}, null, 2)}\n`)
}
