import {createHash} from 'node:crypto'
import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

const ENDING = '.rewriting'

/** A file of somebody's that a start began to rewrite, and the mark that says so. */
export interface Marked {
  readonly mark: string
  readonly file: string
}

/**
 * Says in ccs's own `folder` which file `work` rewrites, so that what a start leaves beside it when it is killed can be
 * found. A mark that cannot be written costs that, nothing else.
 */
export async function markWhile(file: string, folder: string, work: () => Promise<void>): Promise<void> {
  const mark = join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 16)}${ENDING}`)
  await writeFile(mark, file, {mode: 0o600}).catch(() => undefined)
  try {
    await work()
  } finally {
    await rm(mark, {force: true}).catch(() => undefined)
  }
}

export async function markedFiles(folder: string): Promise<readonly Marked[]> {
  const names = await readdir(folder).catch(() => [])
  const marks = names.filter((name) => name.endsWith(ENDING)).map((name) => join(folder, name))
  return Promise.all(marks.map(async (mark) => ({mark, file: await readFile(mark, 'utf8').catch(() => '')})))
}
