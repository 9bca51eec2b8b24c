import {unlink} from 'node:fs/promises'
import type {FileChange} from '../../contract/index.js'
import {withLock} from '../../files/lock.js'
import {parseJson, readText} from '../../files/read-json.js'
import {writeAtomic} from '../../files/write-atomic.js'
import type {Before} from './text-editor.js'

/** An entry of ours in somebody's file: what a start that was killed leaves behind for the next one to take out. */
export interface Entry {
  readonly file: string
  readonly format: 'json' | 'toml'
  readonly change: FileChange
  readonly before: Before
  /** The file and the folders that were made for it, outermost first. */
  readonly made: readonly string[]
  /** Starts that need the entry, as `holderOf` names them. */
  readonly holders: readonly string[]
}

/** Works on the entries while no other start does. Every `save` is on disk before the next step. */
export async function withJournal<T>(
  journal: string,
  work: (entries: readonly Entry[], save: (entries: readonly Entry[]) => Promise<void>) => Promise<T>,
): Promise<T> {
  return withLock(journal, async () => {
    const text = await readText(journal)
    const entries = text === undefined ? [] : (parseJson(text, journal) as {entries: readonly Entry[]}).entries
    return work(entries, (next) => save(journal, next))
  })
}

async function save(journal: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length > 0) return writeAtomic(journal, `${JSON.stringify({version: 1, entries}, null, 2)}\n`)
  await unlink(journal).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
