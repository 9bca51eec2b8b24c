import {HostCommand} from '../../command/host-command.js'
import {examineVariant} from '../../profiles/examine-variant.js'
import {listVariants} from '../../profiles/find-variant.js'
import {reportVariant, type VariantReport, writeVariantList} from '../../profiles/report-variant.js'

export default class List extends HostCommand {
  static override readonly summary = 'List the variants'
  static override readonly examples = ['<%= config.bin %> cliproxy list', '<%= config.bin %> cliproxy list --json']
  static override readonly enableJsonFlag = true

  async run(): Promise<{readonly variants: readonly VariantReport[]}> {
    await this.parse(List)
    const host = this.openHost()
    const found = await listVariants(host.paths)
    const all = await Promise.all(found.map((one) => examineVariant(one, host)))
    if (all.length === 0) this.log('There is no variant yet. Make one: ccs cliproxy create')
    else this.logLines(writeVariantList(all))
    return {variants: all.map(reportVariant)}
  }
}
