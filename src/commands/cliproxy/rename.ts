import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {nameAnew} from '../../profiles/change-variant.js'
import {findVariant} from '../../profiles/find-variant.js'
import {reportVariant, type VariantReport} from '../../profiles/report-variant.js'

export default class Rename extends HostCommand {
  static override readonly summary = 'Give a variant another name'
  static override readonly examples = ['<%= config.bin %> cliproxy rename codex-fast quick']
  static override readonly enableJsonFlag = true
  static override readonly args = {
    name: string({description: 'The variant', required: true, ignoreStdin: true}),
    to: string({description: 'Its new name', required: true, ignoreStdin: true}),
  }

  async run(): Promise<VariantReport> {
    const {args} = await this.parse(Rename)
    const host = this.openHost()
    const renamed = await nameAnew(await findVariant(args.name, host.paths), args.to, host)
    this.log(`${args.name} is called ${args.to} now. Start it: ccs ${args.to} "…"`)
    return reportVariant(renamed)
  }
}
