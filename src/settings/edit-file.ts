import {type StdioOptions, spawn} from 'node:child_process'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'
import {CcsError, EXIT, isCcsError} from '../errors/ccs-error.js'
import {decodeText} from '../files/decode-text.js'
import {withLock} from '../files/lock.js'
import {readBytes} from '../files/read-json.js'
import {refuseReadOnly} from '../files/refuse-read-only.js'
import {writeAtomic} from '../files/write-atomic.js'
import {checkText} from './check-text.js'
import {fileOf, type SettingsHost} from './find-setting.js'
import type {SettingsFile} from './schema.js'

export interface EditWish {
  readonly file: SettingsFile
  readonly host: SettingsHost
  /** Whether a person sits there, for an editor that nobody named. */
  readonly isTerminal: boolean
  /** Standard output is kept for somebody else: the editor gets standard error in its place. */
  readonly quiet: boolean
  /** Told of a text that cannot be saved; `true`: back to the editor. */
  readonly again: (fault: CcsError) => Promise<boolean>
}

export interface Edited {
  readonly file: string
  readonly changed: boolean
  readonly notes: readonly string[]
}

/** The editor gets a copy. It is saved when it parses, checks, and the file is still what it was; else the copy stays. */
export async function editFile(wish: EditWish): Promise<Edited> {
  const file = fileOf(wish.file, wish.host.paths)
  const editor = editorOf(wish)
  const before = await bytesOf(file)
  const copy = join(await mkdtemp(join(tmpdir(), 'ccs-edit-')), basename(file))
  await writeFile(copy, before, {mode: 0o600})
  const {text, notes} = await editUntilGood(copy, editor, wish)
  const changed = !before.equals(Buffer.from(text))
  if (changed) await save(file, {before, text, copy})
  await rm(dirname(copy), {recursive: true})
  return {file, changed, notes}
}

/** What is no text can be mended in the editor as well. */
async function bytesOf(file: string): Promise<Buffer> {
  return (await readBytes(file)) ?? Buffer.alloc(0)
}

async function editUntilGood(
  copy: string,
  editor: string,
  wish: EditWish,
): Promise<{readonly text: string; readonly notes: readonly string[]}> {
  const file = fileOf(wish.file, wish.host.paths)
  for (;;) {
    await open(editor, copy, wish)
    try {
      const text = decodeText(await readFile(copy), file)
      return {text, notes: await checkText(text, wish.file, file, wish.host)}
    } catch (error) {
      if (!isCcsError(error)) throw error
      if (!(await wish.again(error))) throw unsaved(error.message, copy)
    }
  }
}

async function save(
  file: string,
  {before, text, copy}: {readonly before: Buffer; readonly text: string; readonly copy: string},
): Promise<void> {
  await withLock(file, async () => {
    if (!(await bytesOf(file)).equals(before)) throw unsaved(`${file} was changed meanwhile.`, copy)
    await refuseReadOnly(file)
    await writeAtomic(file, text)
  })
}

function editorOf({host: {env}, isTerminal}: EditWish): string {
  const named = env.VISUAL || env.EDITOR
  if (named) return named
  if (isTerminal) return process.platform === 'win32' ? 'notepad' : 'vi'
  throw new CcsError('No editor is named, and there is no terminal for one.', {
    code: 'no_editor',
    exit: EXIT.usage,
    hint: 'Name one in VISUAL or EDITOR, or change single settings.',
    command: 'ccs settings set <key> <value>',
  })
}

/** The variable may hold arguments of the editor's own. */
function open(editor: string, copy: string, {host: {env}, quiet}: EditWish): Promise<void> {
  const stdio: StdioOptions = ['inherit', quiet ? 2 : 'inherit', 'inherit']
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${copy}"`, {shell: true, stdio, env})
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'ccs', copy], {stdio, env})
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(failed(editor, code, copy))))
  })
}

function failed(editor: string, code: number | null, copy: string): CcsError {
  return unsaved(`The editor "${editor}" left with ${code ?? 'a signal'}.`, copy)
}

function unsaved(reason: string, copy: string): CcsError {
  return new CcsError(`${reason} Nothing was saved.`, {
    code: 'not_saved',
    exit: EXIT.usage,
    hint: `Your text is kept in ${copy}.`,
  })
}
