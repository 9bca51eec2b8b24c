import {type ChildProcess, spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

export const FAKE_RUNTIME = fileURLToPath(new URL('runtime.mjs', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** A process with pipes; its whole output comes with its end. */
export function startProcess(
  command: string,
  args: readonly string[],
  {
    input = '',
    ...options
  }: {
    readonly env: NodeJS.ProcessEnv
    readonly cwd?: string
    readonly input?: string
    readonly uid?: number
  },
): Running {
  const child = spawn(command, args, {...options, stdio: 'pipe'})
  const text = {stdout: '', stderr: ''}
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk
    })
  }
  // A process that ends without reading its input breaks the pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({code, signal, ...text}))
  })
  return {child, ended}
}

/** The lines that a fake runtime has written down so far. */
export function readEntries(log: string): readonly Record<string, unknown>[] {
  if (!existsSync(log)) return []
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Resolves when `read` gives something; the test's own limit ends the wait. */
export async function until<T>(read: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = read()
    if (found !== undefined && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
