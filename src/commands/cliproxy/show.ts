import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {examineVariant} from '../../profiles/examine-variant.js'
import {findVariant} from '../../profiles/find-variant.js'
import {reportVariant, type VariantReport, writeVariant} from '../../profiles/report-variant.js'

export default class Show extends HostCommand {
  static override readonly summary = 'Show a variant, and what its models are sent as'
  static override readonly examples = [
    '<%= config.bin %> cliproxy show codex-fast',
    '<%= config.bin %> cliproxy show codex-fast --json',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {name: string({description: 'The variant', required: true, ignoreStdin: true})}

  async run(): Promise<VariantReport> {
    const {args} = await this.parse(Show)
    const host = this.openHost()
    const found = await examineVariant(await findVariant(args.name, host.paths), host)
    this.logLines(writeVariant(found))
    return reportVariant(found)
  }
}
