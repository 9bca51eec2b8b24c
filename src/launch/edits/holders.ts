import {readFile} from 'node:fs/promises'
import {isRunning} from '../../files/is-running.js'

/** `pid:start`: a process, told apart from a later one with the same number where the system says when it began. */
export async function holderOf(pid: number): Promise<string> {
  return `${pid}:${(await startOf(pid)) ?? ''}`
}

export async function isAlive(holder: string): Promise<boolean> {
  const [pid, start] = holder.split(':')
  if (!isRunning(Number(pid))) return false
  const now = await startOf(Number(pid))
  return now === undefined || start === '' || now === start
}

/** Field 22 of /proc/<pid>/stat, counted behind the name, which may hold spaces. Linux only. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}
