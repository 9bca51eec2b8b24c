import {mkdir, readdir, stat, unlink} from 'node:fs/promises'
import {join} from 'node:path'
import type {Paths} from '../config/paths.js'
import type {DashboardHost} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {readText} from '../files/read-json.js'
import {writeAtomic} from '../files/write-atomic.js'

export type Backup = Awaited<ReturnType<DashboardHost['backups']>>[number]

type BackupPaths = Pick<Paths, 'backups'>

/** Backups of one file that are kept. */
const MOST = 20

/** Newest first. */
export async function listBackups({backups}: BackupPaths, scope: string): Promise<readonly Backup[]> {
  const folder = folderOf(backups, scope)
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return names
    .map((id, index) => ({id, at: timeOf(id), bytes: sizes[index] ?? 0}))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** Keeps a text before it is replaced; the oldest beyond the limit go. */
export async function keepBackup({backups}: BackupPaths, scope: string, text: string, now: number): Promise<void> {
  const folder = folderOf(backups, scope)
  await mkdir(folder, {recursive: true, mode: 0o700})
  const taken = new Set((await listBackups({backups}, scope)).map(({id}) => id))
  await writeAtomic(join(folder, freeName(now, taken)), text)
  const old = (await listBackups({backups}, scope)).slice(MOST)
  await Promise.all(old.map(({id}) => unlink(join(folder, id))))
}

/** The text of a backup that is listed. */
export async function readBackup(paths: BackupPaths, scope: string, id: string): Promise<string> {
  const known = (await listBackups(paths, scope)).some((one) => one.id === id)
  const text = known ? await readText(join(folderOf(paths.backups, scope), id)) : undefined
  if (text !== undefined) return text
  throw new CcsError('There is no such backup any more.', {code: 'unknown_backup', exit: EXIT.usage})
}

/** `2026-11-25T12-00-00.000Z-0`: sorts by time, and is a file name everywhere. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-\d+$/

function freeName(now: number, taken: ReadonlySet<string>): string {
  const time = new Date(now).toISOString().replaceAll(':', '-')
  for (let round = 0; ; round += 1) if (!taken.has(`${time}-${round}`)) return `${time}-${round}`
}

function timeOf(id: string): string {
  return id.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:').replace(/-\d+$/, '')
}

/** A scope may hold what no file name may. */
function folderOf(backups: string, scope: string): string {
  return join(backups, encodeURIComponent(scope).replaceAll('%', '_').replaceAll('.', '_'))
}
