/** Exit codes that scripts may rely on. */
export const EXIT = {failed: 1, usage: 2, signIn: 3, nothingCanServe: 4, upstream: 5, notInstalled: 127} as const

export interface CcsErrorFields {
  /** Stable, for scripts: `snake_case`. */
  readonly code: string
  readonly exit: number
  /** What the reader may do about it, in words. */
  readonly hint?: string
  /** The next command, ready to be pasted. */
  readonly command?: string
}

/** A failure that is told to the user as it stands: one sentence, a hint, the next command. */
export class CcsError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly command: string | undefined
  /** Read by oclif, which prints such an error without a stack and leaves with its code. */
  readonly oclif: {readonly exit: number}

  constructor(message: string, fields: CcsErrorFields) {
    super(message)
    this.name = 'CcsError'
    this.code = fields.code
    this.hint = fields.hint
    this.command = fields.command
    this.oclif = {exit: fields.exit}
  }

  get exit(): number {
    return this.oclif.exit
  }

  /** The shape that `--json` prints. */
  toJSON(): {
    readonly error: {readonly code: string; readonly message: string; readonly hint?: string; readonly command?: string}
  } {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.hint === undefined ? {} : {hint: this.hint}),
        ...(this.command === undefined ? {} : {command: this.command}),
      },
    }
  }
}

export function isCcsError(error: unknown): error is CcsError {
  return error instanceof Error && error.name === 'CcsError'
}
