import {rmdir, stat, unlink} from 'node:fs/promises'
import {dirname} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import type {FileChange, FileEdit} from '../../contract/index.js'
import {isCcsError} from '../../errors/ccs-error.js'
import {readText} from '../../files/read-json.js'
import {realPath} from '../../files/real-path.js'
import {type Entry, withJournal} from './edit-journal.js'
import {holderOf, isAlive} from './holders.js'
import {inheritBefore} from './inherit-before.js'
import {rewriteFile} from './rewrite-file.js'
import {markWhile} from './rewriting-marks.js'
import type {TextEditor} from './text-editor.js'

/**
 * Puts our entries into somebody's files and returns what takes the passing ones out again. `journal` remembers them, so
 * that those of a killed start are taken out by the next one. The returned function rejects, after everything else is
 * undone, with the first file that it had to leave as it is.
 */
export async function applyEdits(edits: readonly FileEdit[], journal: string): Promise<() => Promise<void>> {
  await settleEdits(journal)
  for (const edit of edits) if (edit.afterwards === 'keep') await keepEntries(edit, dirname(journal))
  const passing = edits.filter((edit) => edit.afterwards === 'remove')
  if (passing.length === 0) return async () => undefined
  const holder = await holderOf(process.pid)
  const undo = () => release(journal, (holders) => Promise.resolve(holders.filter((each) => each !== holder)))
  try {
    for (const edit of passing) for (const change of edit.changes) await addEntry(journal, edit, change, holder)
  } catch (error) {
    await undo().catch(ignoreRefusal)
    throw error
  }
  return undo
}

/** Takes out the entries whose starts are all gone. Returns the files that had to be left, with the reason. */
export async function settleEdits(journal: string): Promise<readonly Error[]> {
  if ((await readText(journal)) === undefined) return []
  const left = await release(journal, keepLiving).then(() => undefined, onlyRefusal)
  return left === undefined ? [] : [left]
}

async function keepLiving(holders: readonly string[]): Promise<readonly string[]> {
  const living = await Promise.all(holders.map(isAlive))
  return holders.filter((_, index) => living[index])
}

async function keepEntries({file, format, changes}: FileEdit, folder: string): Promise<void> {
  const editor = await editorOf(format)
  const edit = (text = '') => ({
    text: changes.reduce((held, each) => editor.place(held, each, file).text, checked(editor, text, file)),
  })
  const target = await realPath(file)
  const now = await readText(target)
  if (now !== undefined && edit(now.replace(/^\uFEFF/, '')).text === now.replace(/^\uFEFF/, '')) return
  await markWhile(target, folder, () => rewriteFile(file, edit))
}

async function addEntry(journal: string, edit: FileEdit, change: FileChange, holder: string): Promise<void> {
  const {format} = edit
  const editor = await editorOf(format)
  const file = await realPath(edit.file)
  await withJournal(journal, async (entries, save) => {
    const known = entries.find((entry) => isSame(entry, file, change))
    const made = known?.made ?? (await missing(file))
    await rewriteFile(file, (text = '') => {
      const placed = editor.place(checked(editor, text, file), change, file)
      const before = known !== undefined && placed.before.value !== undefined ? known.before : placed.before
      const holders = [...(known?.holders ?? []).filter((each) => each !== holder), holder]
      const entry: Entry = {file, format, change, before, made, holders}
      return {text: placed.text, commit: () => save([...entries.filter((each) => each !== known), entry])}
    })
  })
}

/** Takes out what nobody holds any more, last placed first. A file that cannot be edited keeps its entry in the journal. */
async function release(
  journal: string,
  stillHeld: (holders: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  let refusal: Error | undefined
  await withJournal(journal, async (entries, save) => {
    let rest = await Promise.all(entries.map(async (entry) => ({...entry, holders: await stillHeld(entry.holders)})))
    for (const entry of rest.filter(({holders}) => holders.length === 0).reverse()) {
      const current = rest.find((each) => isSame(each, entry.file, entry.change)) ?? entry
      try {
        await takeOut(current)
        rest = rest.filter((each) => each !== current).map((each) => inheritBefore(each, current))
      } catch (error) {
        refusal ??= onlyRefusal(error)
      }
    }
    await save(rest)
  })
  if (refusal !== undefined) throw refusal
}

async function takeOut({file, format, change, before, made}: Entry): Promise<void> {
  const editor = await editorOf(format)
  if ((await readText(file)) === undefined) return
  let left = ''
  await rewriteFile(file, (text = '') => {
    left = editor.take(checked(editor, text, file), change, before, file)
    return {text: left}
  })
  if (left !== '') return
  for (const path of made.toReversed()) await (path === file ? unlink(path) : rmdir(path)).catch(ignoreRefusal)
}

function checked(editor: TextEditor, text: string, file: string): string {
  editor.parse(text, file)
  return text
}

async function missing(file: string): Promise<readonly string[]> {
  const found = await stat(file).catch(() => undefined)
  const parent = dirname(file)
  return found !== undefined || parent === file ? [] : [...(await missing(parent)), file]
}

function isSame(entry: Entry, file: string, change: FileChange): boolean {
  return entry.file === file && isDeepStrictEqual(identityOf(entry.change), identityOf(change))
}

function identityOf(change: FileChange): unknown {
  return change.type === 'set' ? change.path : [...change.path, {[change.key]: change.value[change.key]}]
}

async function editorOf(format: 'json' | 'toml'): Promise<TextEditor> {
  return format === 'json' ? (await import('./edit-json.js')).jsonEditor : (await import('./edit-toml.js')).tomlEditor
}

/** A refusal of ours, or of the file system, is told; anything else is a fault of ours and goes up. */
function onlyRefusal(error: unknown): Error {
  if (isCcsError(error)) return error
  throw error
}

function ignoreRefusal(error: NodeJS.ErrnoException): void {
  if (!isCcsError(error) && error.code === undefined) throw error
}
