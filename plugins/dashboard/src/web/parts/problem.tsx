import {signal} from '@preact/signals'
import {CallError} from '../session.js'
import {announce} from './announcer.js'
import {Command} from './command.js'

const problem = signal<Error | undefined>(undefined)

/** Runs an action of the page; a failure is shown with its next command, a success is said. */
export async function attempt(action: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await action()
    dismiss()
    if (done !== undefined) announce(done)
    return true
  } catch (error) {
    problem.value = error as Error
    return false
  }
}

/** What went wrong is seen, or belongs to a dialog or a session that is over. */
export function dismiss(): void {
  problem.value = undefined
}

/** How many dialogs are open: what lies below one is out of reach. */
export const openDialogs = signal(0)

/** Shown on top: in the dialog that is open, else on the page. */
export function Problem({on}: {readonly on: 'page' | 'dialog'}) {
  const error = problem.value
  if (error === undefined || (on === 'page' && openDialogs.value > 0)) return null
  return (
    <div class="problem" role="alert">
      <p>{error.message}</p>
      {error instanceof CallError && error.command !== undefined && <Command text={error.command} />}
      <button type="button" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  )
}
