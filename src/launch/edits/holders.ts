import {readFile} from 'node:fs/promises'

/** `pid:start`: a process, told apart from a later one with the same number where the system says when it began. */
export async function holderOf(pid: number): Promise<string> {
  return `${pid}:${(await startOf(pid)) ?? ''}`
}

export async function isAlive(holder: string): Promise<boolean> {
  const [pid, start] = holder.split(':')
  if (!exists(Number(pid))) return false
  const now = await startOf(Number(pid))
  return now === undefined || start === '' || now === start
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Field 22 of /proc/<pid>/stat, counted behind the name, which may hold spaces. Linux only. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}
