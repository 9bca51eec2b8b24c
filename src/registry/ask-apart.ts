import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import type {Environment} from '../contract/index.js'
import {HOOK_LIMIT} from './call-hook.js'
import type {Contribution, Host} from './contributions.js'
import {HOST_ROOT} from './host-root.js'
import {reasonOf} from './reason-of.js'

export interface Question {
  readonly contribution: Contribution
  readonly env: Environment
  readonly limit: number
}

const THREAD = join(HOST_ROOT, 'dist', 'registry', 'asking-thread.js')
/** Milliseconds that a thread gets beyond the plugin's own limit before it is stopped. */
const GRACE = 1000

/**
 * What is wrong with a stranger's plugin, asked in a thread: one that ends the process, never gives it back or writes to
 * the terminal does all of that there.
 */
export function faultApart(contribution: Contribution, {env, limit = HOOK_LIMIT}: Host): Promise<string | undefined> {
  const question: Question = {contribution, env: {...env}, limit}
  const thread = new Worker(THREAD, {
    workerData: question,
    stdin: true,
    stdout: true,
    stderr: true,
  })
  let late: NodeJS.Timeout | undefined
  return new Promise<string | undefined>((resolve) => {
    const stop = () => resolve(`it did not answer within ${limit / 1000} s`)
    thread.on('message', (message: 'asking' | {readonly fault?: string}) => {
      if (message === 'asking') late = setTimeout(stop, limit + GRACE)
      else resolve(message.fault)
    })
    thread.once('error', (error: unknown) => resolve(reasonOf(error)))
    thread.once('exit', (code) => resolve(`it ended the process that asked it (code ${code})`))
  }).finally(() => {
    clearTimeout(late)
    void thread.terminate()
  })
}
