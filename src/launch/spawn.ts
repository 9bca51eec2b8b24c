import {spawn} from 'node:child_process'
import {constants} from 'node:os'
import {isatty} from 'node:tty'
import type {Environment, Plan} from '../contract/index.js'
import {CcsError, EXIT} from '../errors/ccs-error.js'
import {outsideSessions} from './outer-session.js'
import {throughShim} from './windows-shim.js'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGWINCH', 'SIGQUIT'] as const satisfies readonly NodeJS.Signals[]

/** Sent by a terminal to the whole group: the child has it already, and twice Ctrl-C means something else to many. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGWINCH'])

interface Place {
  readonly parent: Environment
  readonly cwd: string
  /** Called once it runs. */
  readonly started?: () => void
}

/** Starts the runtime on our own terminal. Resolves with the exit code that ccs leaves with. */
export function spawnRuntime(
  plan: Pick<Plan, 'command' | 'args' | 'env'>,
  {parent, cwd, started}: Place,
): Promise<number> {
  const {command, args} = throughShim(plan.command, plan.args)
  const child = spawn(command, args, {stdio: 'inherit', env: childEnv(parent, plan.env), cwd, windowsHide: false})
  const onTerminal = [0, 1, 2].some((stream) => isatty(stream))
  const forward = (signal: NodeJS.Signals): void => {
    if (!(onTerminal && FROM_TERMINAL.has(signal))) child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  if (started !== undefined) child.once('spawn', started)
  return new Promise<number>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(notStarted(command, error)))
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0)))
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward)
  })
}

/** `undefined` takes a variable away. */
function childEnv(parent: Environment, over: Plan['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries({...outsideSessions(parent), ...over}).filter(([, value]) => value !== undefined),
  )
}

function notStarted(command: string, error: NodeJS.ErrnoException): CcsError {
  const why = error.code === 'E2BIG' ? 'its arguments are too long' : (error.code ?? error.message)
  return new CcsError(`${command} could not be started: ${why}.`, {
    code: 'runtime_not_started',
    exit: error.code === 'ENOENT' ? EXIT.notInstalled : EXIT.failed,
  })
}
