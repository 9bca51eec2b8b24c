import {mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A home of its own, gone afterwards. */
export async function inSandbox<T>(work: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'ccs-check-'))
  try {
    await mkdir(join(home, 'runtime'), {mode: 0o700})
    return await work(home)
  } finally {
    await rm(home, {recursive: true, force: true})
  }
}

/** Every file below a folder with its content; folders end in a slash. */
export async function contentOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const pairs = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return entry.isDirectory() ? [`${path}/`, ''] : [path, await readFile(path, 'utf8')]
  })
  return Object.fromEntries(await Promise.all(pairs))
}
