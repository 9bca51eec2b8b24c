import {Command} from '@oclif/core/command'
import {printError} from '../errors/print-error.js'
import {type Ask, askAtTerminal, isInterrupt} from './ask.js'

/** As a shell tells that Ctrl-C ended something. */
const INTERRUPTED = 130

/** What all commands of ccs share: how a failure is told, and with which exit code. */
export abstract class BaseCommand extends Command {
  /** Who may be asked for what is missing: nobody under `--json`, or without a terminal. */
  protected get ask(): Ask | undefined {
    return this.jsonEnabled() ? undefined : askAtTerminal()
  }

  protected logLines(lines: readonly string[]): void {
    for (const line of lines) this.log(line)
  }

  protected override async catch(error: Error & {readonly code?: unknown; readonly oclif?: {readonly exit?: number}}) {
    if (isInterrupt(error)) {
      process.exitCode = INTERRUPTED
      return
    }
    if (error.code === 'EEXIT') {
      process.exitCode = error.oclif?.exit ?? 0
      return
    }
    process.exitCode = printError(error, {json: this.jsonEnabled()})
  }
}
