import {execFile} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {promisify} from 'node:util'
import {endProcess} from './end-process.js'

const run = promisify(execFile)

/** A terminal that a program believes in: tmux, on a server of its own. */
export interface Terminal {
  /** Types keys, in tmux's names for them. */
  press(...keys: readonly string[]): Promise<void>
  type(text: string): Promise<void>
  screen(): Promise<string>
  /** Resolves with the screen once it shows this; rejects with the screen when it does not within a minute. */
  shows(what: string | RegExp, milliseconds?: number): Promise<string>
  resize(columns: number, rows: number): Promise<void>
  close(): Promise<void>
}

/** `command` is a line for the shell; `env` is all that it sees. The window stays when the command ends. */
export async function openTerminal(
  command: string,
  {env, cwd}: {readonly env: Readonly<Record<string, string>>; readonly cwd: string},
): Promise<Terminal> {
  const server = `ccs-${randomBytes(4).toString('hex')}`
  const tmux = async (...args: readonly string[]) =>
    (await run('tmux', ['-L', server, '-f', '/dev/null', ...args], {env: {...env}})).stdout
  await tmux('new-session', '-d', '-x', '120', '-y', '40', '-c', cwd, `${command}; echo "[left with $?]"; exec cat`)
  const screen = () => tmux('capture-pane', '-p')
  return {
    screen,
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    type: async (text) => void (await tmux('send-keys', '-l', text)),
    resize: async (columns, rows) => void (await tmux('resize-window', '-x', String(columns), '-y', String(rows))),
    async shows(what, milliseconds = 60_000) {
      const end = Date.now() + milliseconds
      for (;;) {
        const seen = await screen()
        if (typeof what === 'string' ? seen.includes(what) : what.test(seen)) return seen
        if (Date.now() > end) throw new Error(`The terminal never showed ${what}. It shows:\n${seen}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    async close() {
      const pids = await tmux('list-panes', '-F', '#{pane_tty}').then(pidsOn)
      await tmux('kill-server')
      await Promise.all(pids.map(endProcess))
    },
  }
}

/** What runs in a terminal outlives it for a moment, and writes into the home that it was given. */
async function pidsOn(tty: string): Promise<readonly number[]> {
  const {stdout} = await run('ps', ['-o', 'pid=', '-t', tty.trim().replace('/dev/', '')])
  return stdout.trim().split(/\s+/).map(Number)
}
