import {HostCommand} from '../command/host-command.js'
import {reportTargets, type TargetReport} from '../launch/report-targets.js'
import {writeTargets} from '../launch/write-targets.js'

export default class Targets extends HostCommand {
  static override readonly summary = 'List the coding CLIs that can be started: where they lie, and their versions'
  static override readonly examples = ['<%= config.bin %> targets', '<%= config.bin %> targets --json']
  static override readonly enableJsonFlag = true

  async run(): Promise<{readonly targets: readonly TargetReport[]}> {
    await this.parse(Targets)
    const targets = await reportTargets(this.openHost())
    this.logLines(writeTargets(targets))
    return {targets}
  }
}
