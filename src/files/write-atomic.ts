import {mkdir, open, rename, stat, unlink} from 'node:fs/promises'
import {dirname} from 'node:path'
import {unsaved} from '../errors/why-not-saved.js'
import {realPath} from './real-path.js'
import {temporaryFor} from './temporary-files.js'

/**
 * Replaces a file's content in one step: temporary file in the same folder, fsync, rename. Readers see the old text or
 * the new one. A symlink stays a symlink, an existing file keeps its mode; a new one gets `mode` from the moment it exists.
 */
export async function writeAtomic(file: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await replace(file, content, (before) => before ?? mode)
}

/** The same for what only its owner may read, whoever could read the file before. */
export async function writeSecret(file: string, text: string): Promise<void> {
  await replace(file, text, () => 0o600)
}

const underWay = new Set<Promise<void>>()

/** Resolves once nothing is being written: a process that ends itself before would leave temporary files behind. */
export async function writesDone(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay)
}

type ModeOf = (before: number | undefined) => number

async function replace(file: string, content: string | Uint8Array, modeOf: ModeOf): Promise<void> {
  const writing = swap(file, content, modeOf)
  underWay.add(writing)
  try {
    await writing
  } catch (error) {
    throw unsaved(error, file)
  } finally {
    underWay.delete(writing)
  }
}

async function swap(file: string, content: string | Uint8Array, modeOf: ModeOf): Promise<void> {
  const target = await realPath(file)
  await mkdir(dirname(target), {recursive: true, mode: 0o700})
  const before = await stat(target).then(
    (found) => found.mode & 0o777,
    () => undefined,
  )
  const kept = modeOf(before)
  const temporary = temporaryFor(target)
  try {
    const handle = await open(temporary, 'wx', kept)
    try {
      await handle.chmod(kept)
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}
