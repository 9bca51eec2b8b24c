import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {holderOf, isAlive} from './edits/holders.js'

/** Beside a file that is for single starts stands one for each of them, which says who it is. */
const MARK = /^(.+)\.\d+\.held$/

/** Says that this start needs the files; returns what takes away those that nobody else needs. */
export async function holdFiles(files: readonly string[]): Promise<() => Promise<void>> {
  const holder = await holderOf(process.pid)
  const markOf = (file: string) => `${file}.${process.pid}.held`
  for (const file of files) await writeFile(markOf(file), holder, {mode: 0o600})
  return async () => {
    for (const file of files) {
      await rm(markOf(file), {force: true})
      if ((await marksOf(file)).length === 0) await rm(file, {force: true})
    }
  }
}

/** What starts that were killed have left: their marks, and the files that no living start needs. */
export async function forsakenFiles(folder: string): Promise<readonly string[]> {
  const marks = await marksIn(folder)
  const alive = await Promise.all(marks.map(async (mark) => isAlive(await readFile(mark, 'utf8').catch(() => ''))))
  const dead = marks.filter((_, index) => !alive[index])
  const needed = new Set(marks.filter((_, index) => alive[index]).map(fileOf))
  return [...new Set(dead.flatMap((mark) => (needed.has(fileOf(mark)) ? [mark] : [fileOf(mark), mark])))]
}

async function marksOf(file: string): Promise<readonly string[]> {
  return (await marksIn(dirname(file))).filter((mark) => fileOf(mark) === file)
}

async function marksIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => MARK.test(name)).map((name) => join(folder, name))
}

function fileOf(mark: string): string {
  return join(dirname(mark), MARK.exec(basename(mark))?.[1] ?? '')
}
