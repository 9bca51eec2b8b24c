import {readdirSync, readFileSync} from 'node:fs'

/** A process as everybody on the machine may see it, with its environment, which only its owner may. */
export interface Process {
  readonly pid: number
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Everything that this process has started, and that those have. */
export function descendantsOf(pid: number): readonly Process[] {
  const children = numbers().filter((one) => parentOf(one) === pid)
  return children.flatMap((one) => [processOf(one), ...descendantsOf(one)])
}

function processOf(pid: number): Process {
  const env = parts(pid, 'environ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
  return {pid, words: parts(pid, 'cmdline'), env: Object.fromEntries(env) as Record<string, string>}
}

function numbers(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

/** Behind the name, which may hold anything. */
function parentOf(pid: number): number {
  const stat = read(pid, 'stat')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function parts(pid: number, file: string): readonly string[] {
  return read(pid, file).split('\0').filter(Boolean)
}

/** Nothing of one that has gone meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
