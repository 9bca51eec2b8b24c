import type {HostContext} from '../host/host-context.js'

export type CheckStatus = 'ok' | 'warn' | 'fail'

/** What one check found. `code` is stable, for scripts. */
export interface Finding {
  readonly code: string
  readonly status: CheckStatus
  /** Cause, in one sentence. */
  readonly message: string
  /** What to run next; absent where nothing is to be done. */
  readonly command?: string
  /** Puts it right without asking; absent where only a person can. */
  readonly fix?: () => Promise<void>
}

export interface CheckContext {
  readonly host: HostContext
  /** Real questions to the upstream are allowed. */
  readonly online: boolean
}

/** Looks at one thing; a check that throws becomes a finding of its own. */
export interface Check {
  readonly name: string
  run(context: CheckContext): Promise<readonly Finding[]>
}

export function ok(code: string, message: string): Finding {
  return {code, status: 'ok', message}
}
