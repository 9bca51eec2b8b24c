import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {variantFlags} from '../../command/variant-flags.js'
import {completeChanges} from '../../profiles/ask-for-variant.js'
import {changeVariant} from '../../profiles/change-variant.js'
import {findVariant} from '../../profiles/find-variant.js'
import {reportVariant, type VariantReport, writeVariant} from '../../profiles/report-variant.js'

export default class Edit extends HostCommand {
  static override readonly summary = 'Change a variant'
  static override readonly description =
    'Without flags it asks, when there is a terminal. An empty value takes a setting out: --account "".'
  static override readonly examples = [
    '<%= config.bin %> cliproxy edit codex-fast --model gpt-5.4-xhigh-fast',
    '<%= config.bin %> cliproxy edit codex-fast --account "" --target droid',
    '<%= config.bin %> cliproxy edit codex-fast',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {name: string({description: 'The variant', required: true, ignoreStdin: true})}
  static override readonly flags = variantFlags

  async run(): Promise<VariantReport> {
    const {args, flags} = await this.parse(Edit)
    const host = this.openHost()
    const found = await findVariant(args.name, host.paths)
    const changed = await changeVariant(found, await completeChanges(found.variant, flags, this.ask, host), host)
    this.logLines(writeVariant(changed))
    return reportVariant(changed)
  }
}
