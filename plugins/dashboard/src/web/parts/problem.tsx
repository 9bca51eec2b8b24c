import {signal} from '@preact/signals'
import {CallError} from '../session.js'
import {announce} from './announcer.js'
import {Command} from './command.js'

const problem = signal<Error | undefined>(undefined)

/** Runs an action of the page; a failure is shown with its next command, a success is said. */
export async function attempt(action: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await action()
    problem.value = undefined
    if (done !== undefined) announce(done)
    return true
  } catch (error) {
    problem.value = error as Error
    return false
  }
}

export function Problem() {
  const error = problem.value
  if (error === undefined) return null
  return (
    <div class="problem" role="alert">
      <p>{error.message}</p>
      {error instanceof CallError && error.command !== undefined && <Command text={error.command} />}
      <button type="button" onClick={() => (problem.value = undefined)}>
        Dismiss
      </button>
    </div>
  )
}
