import {existsSync} from 'node:fs'
import {readdir, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {forsakenBeside} from '../../files/temporary-files.js'
import type {HostContext} from '../../host/host-context.js'
import {applyEdits} from '../../launch/edits/apply-edits.js'
import {type Marked, markedFiles} from '../../launch/edits/rewriting-marks.js'
import {forsakenFiles} from '../../launch/passing-files.js'
import {listContributions} from '../../registry/contributions.js'
import {type Check, type Finding, ok} from '../check.js'

/** Milliseconds after which nobody is still writing. */
const OLD = 60_000

/** What killed processes left: temporary files, locks, entries in other programs' settings. */
export const leftovers: Check = {
  name: 'leftovers',
  async run({host}) {
    const found = [...(await oldFiles(host)), ...(await openEdits(host))]
    return found.length > 0 ? found : [ok('leftovers', 'Nothing was left behind by processes that were killed.')]
  },
}

async function oldFiles(host: HostContext): Promise<readonly Finding[]> {
  const {paths, clock} = host
  const folders = [paths.root, paths.proxyFolder, paths.tokens, paths.cache]
  const old = (await Promise.all(folders.map((folder) => oldIn(folder, clock.now())))).flat()
  const runtimes = await runtimeFolders(host)
  const forsaken = (await Promise.all(runtimes.map(forsakenFiles))).flat()
  const marked = (await Promise.all(runtimes.map(markedFiles))).flat()
  const beside = (await Promise.all(marked.map(foundBeside))).flat()
  return [...[...old, ...forsaken].map((path) => leftover(path)), ...beside]
}

/** `others`: what does nothing but tell of it. */
function leftover(path: string, ...others: readonly string[]): Finding {
  return {
    code: path.endsWith('.lock') ? 'orphaned_lock' : 'orphaned_file',
    status: 'warn',
    message: `${path} was left by a process that was killed.`,
    command: 'ccs doctor --fix',
    fix: async () => {
      for (const each of [path, ...others]) await rm(each, {recursive: true, force: true})
    },
  }
}

/** In the folder of another program, a killed start may have left its half of a file. */
async function foundBeside({mark, file}: Marked): Promise<readonly Finding[]> {
  return (await forsakenBeside(file)).map((path) => leftover(path, mark))
}

async function oldIn(folder: string, now: number): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  const suspects = names.filter((name) => /^\..+\.tmp$/.test(name) || name.endsWith('.lock'))
  const ages = await Promise.all(
    suspects.map(async (name) => ({
      path: join(folder, name),
      at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs,
    })),
  )
  return ages.filter(({at}) => at !== undefined && now - at > OLD).map(({path}) => path)
}

/** Taking nothing in and out is what the next start does first: it takes out what nobody holds any more. */
async function openEdits(host: HostContext): Promise<readonly Finding[]> {
  const folders = await runtimeFolders(host)
  const journals = folders.map((folder) => join(folder, 'edits.json')).filter((file) => existsSync(file))
  return journals.map((journal) => ({
    code: 'open_edits',
    status: 'warn',
    message: `${journal} tells of entries in another program's settings: of sessions that run, or of one that was killed.`,
    command: 'ccs doctor --fix',
    fix: async () => {
      const undo = await applyEdits([], journal)
      await undo()
    },
  }))
}

async function runtimeFolders(host: HostContext): Promise<readonly string[]> {
  const runtimes = (await listContributions(host)).filter(({kind}) => kind === 'runtime')
  return runtimes.map(({id}) => host.paths.runtime(id))
}
