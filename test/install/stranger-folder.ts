import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {providerSource} from '../registry/stranger.js'

/** A stranger's plugin as a folder on disk. */
export function writeStranger(folder: string, id: string, more: Readonly<Record<string, unknown>> = {}): string {
  mkdirSync(folder, {recursive: true})
  const manifest = {
    name: `${id}-provider`,
    version: '1.0.0',
    type: 'module',
    files: ['hook.js'],
    oclif: {hooks: {[`ccs:provider:${id}`]: './hook.js'}},
    ...more,
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'hook.js'), providerSource(id))
  return folder
}
