import {access, constants, stat, unlink} from 'node:fs/promises'
import {isCcsError} from '../../errors/ccs-error.js'
import {withLock} from '../../files/lock.js'
import {readText} from '../../files/read-json.js'
import {realPath} from '../../files/real-path.js'
import {forsakenBeside} from '../../files/temporary-files.js'
import {writeAtomic} from '../../files/write-atomic.js'
import {notWritable, readOnly} from './refuse-edit.js'

export interface Rewrite {
  readonly text: string
  /** Runs when the text is about to be written, with the lock held. */
  readonly commit?: () => Promise<void>
}

const BOM = '\uFEFF'

/**
 * Replaces a file's text under its lock. Programs that know nothing of the lock may write at any time: when the file
 * changed since it was read, the edit is made again on what is there now. What killed writers left beside it goes.
 */
export async function rewriteFile(file: string, edit: (text: string | undefined) => Rewrite): Promise<void> {
  const target = await realPath(file)
  await refuseReadOnly(target)
  try {
    await withLock(target, () => rewriteLocked(target, edit))
  } catch (error) {
    if (isCcsError(error)) throw error
    throw notWritable(file, error as NodeJS.ErrnoException)
  }
}

async function rewriteLocked(target: string, edit: (text: string | undefined) => Rewrite): Promise<void> {
  for (;;) {
    const old = await readText(target)
    const bom = old?.startsWith(BOM) ? BOM : ''
    const next = edit(old?.slice(bom.length))
    await next.commit?.()
    if (bom + next.text === old) return
    if ((await readText(target)) !== old) continue
    for (const file of await forsakenBeside(target)) await unlink(file).catch(() => undefined)
    await writeAtomic(target, bom + next.text)
    return
  }
}

/** The superuser may write anything; a file without the owner's write bit was made so on purpose. */
async function refuseReadOnly(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return
  const refused = await access(file, constants.W_OK).then(
    () => false,
    () => true,
  )
  if (refused || (found.mode & 0o200) === 0) throw readOnly(file)
}
