import {type ChildProcess, spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'

const PROCESS = fileURLToPath(new URL('refresh-process.ts', import.meta.url))

export interface Refresher {
  readonly child: ChildProcess
  /** Everything is loaded; `go` makes it ask. */
  readonly ready: Promise<void>
  go(): void
  /** It stands still where it was told to. */
  readonly stopped: Promise<void>
  readonly result: Promise<Result>
}

export interface Result {
  /** Different access tokens that were given out; `''` for a failure. */
  readonly tokens: readonly string[]
  readonly faults: readonly string[]
  readonly states: readonly (readonly [nickname: string, code: string])[]
}

export interface RefresherOptions {
  readonly env: Readonly<Record<string, string>>
  readonly many?: number
  readonly stop?: 'reserved' | 'answered' | 'saved'
  /** In front of node: what limits it. */
  readonly shell?: string
  /** Whose process it is. */
  readonly uid?: number
}

export function startRefresher({env, many = 50, stop, shell = '', uid}: RefresherOptions): Refresher {
  const command = `${shell} exec "${process.execPath}" --import tsx "${PROCESS}" ${many} ${stop ?? ''}`
  const child = spawn('/bin/sh', ['-c', command], {
    env: {...env, TSX_DISABLE_CACHE: '1'},
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid !== undefined && {uid}),
  })
  const lines = createInterface({input: child.stdout})
  const said = (matches: (line: Record<string, unknown>) => boolean) =>
    new Promise<Record<string, unknown>>((resolve) => {
      lines.on('line', (text) => {
        const line = JSON.parse(text) as Record<string, unknown>
        if (matches(line)) resolve(line)
      })
    })
  return {
    child,
    ready: said(({at}) => at === 'ready').then(() => undefined),
    go: () => void child.stdin.write('go\n'),
    stopped: said(({at}) => at !== undefined && at === stop).then(() => undefined),
    result: said(({tokens}) => tokens !== undefined) as Promise<unknown> as Promise<Result>,
  }
}
