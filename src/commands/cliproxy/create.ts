import {string} from '@oclif/core/args'
import {HostCommand} from '../../command/host-command.js'
import {variantFlags} from '../../command/variant-flags.js'
import {completeWish} from '../../profiles/ask-for-variant.js'
import {makeVariant} from '../../profiles/make-variant.js'
import {reportVariant, type VariantReport, writeVariant} from '../../profiles/report-variant.js'

export default class Create extends HostCommand {
  static override readonly summary = 'Make a variant: a profile with its own models, runtime and account'
  static override readonly description =
    'Asks for what is missing when there is a terminal. The variant is then started as ccs <name>.'
  static override readonly examples = [
    '<%= config.bin %> cliproxy create codex-fast --provider codex --model gpt-5.4-high-fast',
    '<%= config.bin %> cliproxy create work --provider codex --model gpt-5.5 --haiku gpt-5.4-mini --account sarah --target codex',
    '<%= config.bin %> cliproxy create',
  ]
  static override readonly enableJsonFlag = true
  static override readonly args = {name: string({description: 'What follows ccs', ignoreStdin: true})}
  static override readonly flags = variantFlags

  async run(): Promise<VariantReport> {
    const {args, flags} = await this.parse(Create)
    const host = this.openHost()
    const wish = await completeWish({...flags, ...args}, this.ask, host)
    const made = await makeVariant(wish, host)
    this.logLines([`Made the variant ${wish.name}.`, ...writeVariant(made)])
    return reportVariant(made)
  }
}
