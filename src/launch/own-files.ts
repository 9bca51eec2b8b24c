import {existsSync} from 'node:fs'
import {mkdir, readdir, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {OwnFile} from '../contract/index.js'
import {writeAtomic} from '../files/write-atomic.js'
import {forsakenFiles, holdFiles} from './passing-files.js'

/** What an older binary needed goes after a week. */
const OLDEST = 7 * 24 * 3600 * 1000
const OURS = /^[a-z]+-[0-9a-z]{8,}\.(json|txt)$/

/** Writes what is not there yet, and returns what takes the passing ones away again. */
export async function writeOwnFiles(files: readonly OwnFile[], folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, {recursive: true, mode: 0o700})
  for (const file of await forsakenFiles(folder)) await rm(file, {force: true})
  const release = await holdFiles(files.filter(({afterwards}) => afterwards === 'remove').map(({file}) => file))
  const missing = files.filter(({file}) => !existsSync(file))
  if (missing.length > 0) await sweep(folder)
  for (const {file, text} of missing) await writeAtomic(file, text)
  return release
}

async function sweep(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const file of names.filter((name) => OURS.test(name)).map((name) => join(folder, name))) {
    const found = await stat(file).catch(() => undefined)
    if (found !== undefined && now - found.mtimeMs > OLDEST) await rm(file, {force: true})
  }
}
