import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../command/base-command.js'
import {type CheckReport, runDoctor} from '../doctor/run-doctor.js'
import {EXIT} from '../errors/ccs-error.js'
import {openHost} from '../host/open-host.js'
import {warn} from '../session/terminal.js'

export default class Doctor extends BaseCommand {
  static override readonly summary = 'Check the installation, the accounts and the way out, and say what to do'
  static override readonly description = 'Leaves with 1 when something fails; a warning alone is no failure.'
  static override readonly examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --fix',
    '<%= config.bin %> doctor --online --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly flags = {
    fix: Flags.boolean({summary: 'Put right what can be put right without asking'}),
    online: Flags.boolean({summary: 'Ask the upstream one cheap real question for each account'}),
  }

  async run(): Promise<{readonly ok: boolean; readonly checks: readonly Omit<CheckReport, 'fixable'>[]}> {
    const {flags} = await this.parse(Doctor)
    const report = await runDoctor(openHost(process.env, {note: warn}), flags)
    for (const check of report.checks) this.tell(check)
    this.log(report.ok ? 'Nothing failed.' : 'Something failed; each line says what to do.')
    if (!report.ok) process.exitCode = EXIT.failed
    return {ok: report.ok, checks: report.checks.map(({fixable: _, ...check}) => check)}
  }

  private tell({status, message, command, fixable}: CheckReport): void {
    this.log(`${MARKS[status]} ${message}`)
    if (command !== null && status !== 'ok') this.log(`       Next: ${fixable ? 'ccs doctor --fix' : command}`)
  }
}

const MARKS = {ok: '[ok]  ', warn: '[warn]', fail: '[fail]'} as const
