import {Command} from '@oclif/core/command'
import {printError} from '../errors/print-error.js'

/** What all commands of ccs share: how a failure is told, and with which exit code. */
export abstract class BaseCommand extends Command {
  protected override async catch(error: Error & {readonly code?: unknown; readonly oclif?: {readonly exit?: number}}) {
    if (error.code === 'EEXIT') {
      process.exitCode = error.oclif?.exit ?? 0
      return
    }
    process.exitCode = printError(error, {json: this.jsonEnabled()})
  }
}
